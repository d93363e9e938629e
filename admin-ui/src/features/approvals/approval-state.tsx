import { IconBan, IconCircleCheck, IconCircleX, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../../api/types';
import classes from './approvals.module.css';

const looks = {
  open: IconHourglass,
  approved: IconCircleCheck,
  rejected: IconCircleX,
  cancelled: IconBan,
};

/** How an approval stands: icon and word. */
export function ApprovalState({ outcome, endedAt }: Pick<Approval, 'outcome' | 'endedAt'>) {
  const { t } = useTranslation();
  const state = outcome ?? (endedAt ? 'cancelled' : 'open');
  const Look = looks[state];
  return (
    <span className={classes.state} data-state={state}>
      <Look size={16} aria-hidden />
      {t(`approvals.state.${state}`)}
    </span>
  );
}
