import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Mailbox } from '../../api/types';
import { moment } from '../../common/moment';
import type { ServerWay } from './mailbox-fields';
import classes from './mailboxes.module.css';

/** How sending (or fetching) of a mailbox fares: a word with its icon, and since when and why not. */
export function ServerState({ mailbox, way }: { mailbox: Mailbox; way: ServerWay }) {
  const { t } = useTranslation();
  const health = mailbox.health[way];
  if (!health) {
    return (
      <span className={classes.state}>
        <IconCircleDashed size={14} aria-hidden />
        {t(`mailboxes.health.${way}.unused`)}
      </span>
    );
  }
  const isWell = health.problem === null;
  const StateIcon = isWell ? IconCircleCheck : IconAlertCircle;
  return (
    <span className={classes.state} data-state={isWell ? 'well' : 'failing'}>
      <StateIcon size={14} aria-hidden />
      <span>
        {isWell
          ? t(`mailboxes.health.${way}.well`)
          : t(`mailboxes.health.${way}.failing`, {
              since: moment(health.failingSince!),
              problem: health.problem,
            })}
      </span>
    </span>
  );
}
