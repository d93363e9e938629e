import {
  IconAlertTriangleFilled,
  IconChevronDown,
  IconChevronUp,
  IconEqual,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Priority } from '../../../domain/ticket/priority';
import classes from './priority.module.css';

const looks = {
  low: { colour: 'gray', Icon: IconChevronDown },
  medium: { colour: 'blue', Icon: IconEqual },
  high: { colour: 'orange', Icon: IconChevronUp },
  urgent: { colour: 'red', Icon: IconAlertTriangleFilled },
} satisfies Record<Priority, { colour: string; Icon: typeof IconEqual }>;

export function PriorityIcon({ priority, size = 14 }: { priority: Priority; size?: number }) {
  const { colour, Icon } = looks[priority];
  return (
    <Icon
      size={size}
      stroke={2.2}
      aria-hidden
      color={`var(--mantine-color-${colour}-light-color)`}
      style={{ flex: 'none' }}
    />
  );
}

/** Icon and word, for menus. */
export function PriorityLabel({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      <PriorityIcon priority={priority} />
      {t(`priority.${priority}`)}
    </span>
  );
}

/** Icon, word and colour. Bare HTML: a long list draws hundreds of them while it is scrolled. */
export function PriorityBadge({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-priority={priority}>
      <PriorityIcon priority={priority} size={12} />
      {t(`priority.${priority}`)}
    </span>
  );
}
