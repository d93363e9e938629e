import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './bell.module.css';
import { useUnreadCount } from './unread';

const mostShown = 99;

/** Opens what the agent was told of, and says how much of it is new. */
export function Bell({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const unread = useUnreadCount();
  const label = unread > 0 ? t('notifications.bell', { count: unread }) : t('notifications.title');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.bell}
        aria-label={label}
        aria-haspopup="dialog"
        aria-keyshortcuts="b"
        onClick={onOpen}
      >
        <IconBell size={18} />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {unread > mostShown ? `${mostShown}+` : unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}
