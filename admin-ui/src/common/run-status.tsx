import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHandStop,
  IconHourglass,
  IconMinus,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './run-status.module.css';

const looks = {
  queued: IconHourglass,
  held: IconPlayerPause,
  starting: IconPlayerPlay,
  running: IconPlayerPlay,
  waiting: IconHourglass,
  completed: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconHandStop,
  stopped: IconHandStop,
  skipped: IconMinus,
  pending: IconMinus,
};

/** How a run or one of its steps stands: icon and word. A word the UI does not know is shown as it is. */
export function RunStatus({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = status in looks ? (status as keyof typeof looks) : null;
  const Look = known ? looks[known] : IconMinus;
  return (
    <span className={classes.status} data-status={status}>
      <Look size={14} aria-hidden />
      {known ? t(`run.status.${known}`) : status}
    </span>
  );
}
