import {
  IconArchive,
  IconCircle,
  IconCircleCheck,
  IconCircleHalf2,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../domain/ticket/status';
import classes from './status.module.css';

/** Small shapes that fill up as a ticket goes its way. */
const shapes = {
  open: IconCircle,
  in_progress: IconCircleHalf2,
  waiting: IconPlayerPause,
  resolved: IconCircleCheck,
  closed: IconArchive,
} satisfies Record<Status, typeof IconCircle>;

export function StatusIcon({ status, size = 16 }: { status: Status; size?: number }) {
  const Shape = shapes[status];
  return <Shape size={size} stroke={2} aria-hidden className={classes.icon} data-status={status} />;
}

/** Shape and word, so that colour never stands alone. */
export function StatusLabel({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <span className={classes.label}>
      <StatusIcon status={status} />
      {t(`status.${status}`)}
    </span>
  );
}
