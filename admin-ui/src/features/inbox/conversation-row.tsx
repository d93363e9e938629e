import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation } from '../../api/types';
import { Initials } from '../../common/initials';
import { Age } from '../../common/time';
import classes from './inbox.module.css';
import { visitorName } from './words';

/** Who wrote, the newest words, and how many of them nobody has read. */
export function ConversationRow({
  conversation,
  to,
  here,
}: {
  conversation: Conversation;
  to: string;
  here: boolean;
}) {
  const { t } = useTranslation();
  const { unread, lastMessage, assignee, ticketNumber, updatedAt } = conversation;
  const name = visitorName(conversation, t);
  const preview = lastMessage?.text ?? '';
  return (
    <li>
      <Link
        to={to}
        className={classes.row}
        aria-current={here ? 'true' : undefined}
        data-unread={unread > 0 || undefined}
      >
        <Initials name={name} size={32} />
        <span className={classes.rowWords}>
          <span className={classes.rowTop}>
            <span className={`truncate ${classes.name}`}>{name}</span>
            <Age at={updatedAt} short />
          </span>
          <span className={classes.rowBottom}>
            <span className="truncate">
              {lastMessage?.author.type === 'agent'
                ? t('inbox.agentSaid', { name: lastMessage.author.name, text: preview })
                : preview}
            </span>
            {unread > 0 && (
              <Badge size="sm" circle aria-label={t('inbox.unread', { count: unread })} role="img">
                {unread > 99 ? '99+' : unread}
              </Badge>
            )}
          </span>
          {(assignee ?? ticketNumber) && (
            <span className={classes.rowFoot}>
              {ticketNumber && <span>{t('inbox.escalatedTo', { number: ticketNumber })}</span>}
              {assignee && <span className="truncate">{assignee.name}</span>}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
