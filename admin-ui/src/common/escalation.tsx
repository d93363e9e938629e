import { IconStairsUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EscalationLevel } from '../../../domain/ticket/escalation';
import classes from './escalation.module.css';

/** The level of a ticket that was escalated; nothing for others. Bare HTML, as lists draw many. */
export function EscalationBadge({ level }: { level: EscalationLevel }) {
  const { t } = useTranslation();
  if (level === 0) return null;
  return (
    <span className={classes.badge} title={t('escalation.title', { level })}>
      <IconStairsUp size={12} aria-hidden />
      {t('escalation.level', { level })}
    </span>
  );
}
