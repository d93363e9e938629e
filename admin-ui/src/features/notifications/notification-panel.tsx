import { ActionIcon, Anchor, Button, Drawer, Tooltip } from '@mantine/core';
import { IconBellOff, IconCheck, IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Notification } from '../../api/types';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { showRefusal } from '../../common/toasts';
import classes from './notification-panel.module.css';
import { useMarkAsRead, useNotifications } from './queries';
import { sentenceOf } from './sentence';

/** What the agent was told of, at the side of whatever page is open. */
export default function NotificationPanel({
  opened,
  onClose,
}: {
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={400}
      title={t('notifications.title')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Told onLeave={onClose} />
    </Drawer>
  );
}

function Told({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const list = useNotifications();
  const markAsRead = useMarkAsRead();
  const mark = (which: Parameters<typeof markAsRead.mutate>[0]): void =>
    markAsRead.mutate(which, {
      onError: (error) => showRefusal(t('told.notMarked'), error),
    });
  if (list.isPending) return <RowsSkeleton rows={4} height={56} />;
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      <div className={classes.head}>
        <Anchor component={Link} to="/settings/notifications" size="sm" onClick={onLeave}>
          {t('told.choose')}
        </Anchor>
        {items.some(({ read }) => !read) && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconChecks size={16} aria-hidden />}
            onClick={() => mark({})}
          >
            {t('told.markAll')}
          </Button>
        )}
      </div>
      {items.length === 0 ? (
        <EmptyState icon={<IconBellOff size={32} />} title={t('told.empty')}>
          {t('told.emptyText')}
        </EmptyState>
      ) : (
        <ul className={classes.list} aria-label={t('notifications.title')}>
          {items.map((one) => (
            <Row
              key={one.id}
              notification={one}
              onOpen={() => {
                if (!one.read) mark(one.ticket ? { ticket: one.ticket.number } : { id: one.id });
                onLeave();
              }}
              onRead={() => mark({ id: one.id })}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="xs"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('told.earlier')}
        </Button>
      )}
    </>
  );
}

function Row({
  notification,
  onOpen,
  onRead,
}: {
  notification: Notification;
  onOpen: () => void;
  onRead: () => void;
}) {
  const { t } = useTranslation();
  const { ticket, read, at, text } = notification;
  return (
    <li className={classes.row} data-unread={!read || undefined}>
      <Link to={placeOf(notification)} className={classes.link} onClick={onOpen}>
        <span className={classes.deed}>
          {!read && <span className="visually-hidden">{t('told.unread')} </span>}
          {sentenceOf(notification, t)}
        </span>
        {text !== null && <span className={classes.text}>{text}</span>}
        {ticket && (
          <span className="truncate">
            #{ticket.number} {ticket.title}
          </span>
        )}
        <span className={classes.quiet}>
          <Age at={at} />
        </span>
      </Link>
      {!read && (
        <Tooltip label={t('told.markOne')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('told.markOne')} onClick={onRead}>
            <IconCheck size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}

/** Where one answers or reads what it is about. */
function placeOf({ approvalId, ticket, messageId, actor }: Notification): string {
  if (approvalId) return `/approvals/${approvalId}`;
  if (!ticket) return `/flows/${actor.id}`;
  return `/tickets/${ticket.number}${messageId ? `#message-${messageId}` : ''}`;
}
