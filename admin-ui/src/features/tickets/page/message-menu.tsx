import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowForwardUp, IconArrowsSplit, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../api/types';

/** What is done to a message now and then, behind three dots. */
export function MessageMenu({
  message,
  onForward,
  onSplit,
}: {
  message: Message;
  onForward: ((message: Message) => void) | undefined;
  onSplit: ((message: Message) => void) | undefined;
}) {
  const { t } = useTranslation();
  const name = message.author.name || t('event.actor.system');
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('related.messageActions', { name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onForward && (
          <Menu.Item
            leftSection={<IconArrowForwardUp size={16} />}
            onClick={() => onForward(message)}
          >
            {t('forward.action')}
          </Menu.Item>
        )}
        {onSplit && (
          <Menu.Item leftSection={<IconArrowsSplit size={16} />} onClick={() => onSplit(message)}>
            {t('related.split')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
