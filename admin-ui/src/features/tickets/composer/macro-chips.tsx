import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changesInWords, type Along } from '../../macros/change-words';
import { useTeams } from '../../teams/queries';
import { useAgents } from '../queries';
import classes from './macros.module.css';

/** What a macro changes together with the message, each of it removable. */
export function MacroChips({
  along,
  onChange,
  onApply,
}: {
  along: Along;
  onChange: (along: Along) => void;
  /** Given when there is nothing to send with it. */
  onApply: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const agents = useAgents();
  const teams = useTeams();
  const changes = changesInWords(along, { t, agents, teams });
  if (changes.length === 0) return null;
  return (
    <div className={classes.chips} role="group" aria-label={t('macros.willAlso')}>
      <span>{t('macros.willAlso')}</span>
      {changes.map(({ key, words, without }) => (
        <span key={key} className={classes.chip}>
          {words}
          <CloseButton
            size={24}
            iconSize={12}
            aria-label={t('macros.leaveOut', { change: words })}
            onClick={() => onChange(without)}
          />
        </span>
      ))}
      {onApply && (
        <Button size="compact-sm" variant="light" onClick={onApply}>
          {t('macros.apply')}
        </Button>
      )}
    </div>
  );
}
