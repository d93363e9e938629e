import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PresentAgent } from '../../../api/types';
import { Initials } from '../../../common/initials';
import classes from './presence.module.css';

/** The others who look at the ticket now. */
export function PresentAgents({ others }: { others: PresentAgent[] }) {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  return (
    <ul className={classes.agents} aria-label={t('presence.here')}>
      {others.map(({ id, name, doing }) => (
        <li key={id}>
          <Tooltip label={t(`presence.${doing}`, { name })}>
            <span className={classes.agent} data-doing={doing}>
              <Initials name={name} size={26} />
              <span className="visually-hidden">{t(`presence.${doing}`, { name })}</span>
            </span>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

/** That somebody else writes here just now, before one writes the same. */
export function WritingNow({ others }: { others: PresentAgent[] }) {
  const { t } = useTranslation();
  const writing = others.filter(({ doing }) => doing !== 'viewing');
  return (
    <p role="status" className={classes.writing}>
      {writing.map(({ name, doing }) => t(`presence.${doing}`, { name })).join(' ')}
    </p>
  );
}
