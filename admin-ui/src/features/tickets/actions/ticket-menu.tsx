import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../api/types';
import { showDone } from '../../../common/toasts';

/** What is done to a ticket now and then, behind three dots. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${window.location.origin}/tickets/${ticket.number}`);
    showDone(t('actions.linkCopied'));
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Tooltip label={t('actions.more')}>
          <ActionIcon variant="default" size={30} aria-label={t('actions.more')}>
            <IconDots size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {window.isSecureContext && (
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink()}>
            {t('actions.copyLink')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
