import { useTranslation } from 'react-i18next';
import type { Domain } from '../../api/types';
import { moment } from '../../common/moment';
import { StateWord } from './state-word';

/** Whether mail can leave from a domain, in a word with its icon. */
export function DomainState({ domain: { state, failingSince } }: { domain: Domain }) {
  const { t } = useTranslation();
  const tone = state === 'verified' ? 'right' : state === 'unverified' ? 'unknown' : 'missing';
  return (
    <StateWord tone={tone}>
      {t(`domains.state.${state}`, { since: failingSince && moment(failingSince) })}
    </StateWord>
  );
}
