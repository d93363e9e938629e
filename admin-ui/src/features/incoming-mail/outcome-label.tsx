import {
  IconAlertTriangle,
  IconArrowForwardUp,
  IconCircleOff,
  IconCopy,
  IconHandStop,
  IconHourglass,
  IconMailCheck,
  IconMailX,
  IconPlus,
  IconUserCancel,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { IncomingMail } from '../../api/types';
import classes from './incoming-mail.module.css';

const icons: Record<IncomingMail['outcome'], Icon> = {
  received: IconHourglass,
  new: IconPlus,
  appended: IconMailCheck,
  follow_up: IconArrowForwardUp,
  quarantined: IconHandStop,
  blocked: IconUserCancel,
  ignored: IconCircleOff,
  duplicate: IconCopy,
  bounce: IconMailX,
  unreadable: IconAlertTriangle,
};

/** What became of a mail: a word with its icon, and its colour. */
export function OutcomeLabel({ outcome }: Pick<IncomingMail, 'outcome'>) {
  const { t } = useTranslation();
  const OutcomeIcon = icons[outcome];
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <OutcomeIcon size={14} aria-hidden />
      {t(`incoming.outcome.${outcome}`)}
    </span>
  );
}
