import { IconStairsUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EscalationLevel } from '../../../domain/ticket/escalation';
import classes from './priority.module.css';

/** The level of a ticket that was escalated, as pressing as the highest priority looks. */
export function EscalationBadge({ level }: { level: EscalationLevel }) {
  const { t } = useTranslation();
  if (level === 0) return null;
  return (
    <span
      className={`${classes.badge} ${classes.escalation}`}
      data-priority="urgent"
      title={t('escalation.title', { level })}
    >
      <IconStairsUp size={12} aria-hidden />
      {t('escalation.level', { level })}
    </span>
  );
}
