import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconMailForward,
  IconPencil,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { showDone, showRefusal } from '../../common/toasts';
import { stateOf } from './agent-state';
import { useInviteAgain, useReactivate, useRemoveAgent } from './queries';

/** What an administrator does with an agent. */
export function AgentMenu({
  agent,
  onEdit,
  onDeactivate,
}: {
  agent: Agent;
  onEdit: () => void;
  onDeactivate: () => void;
}) {
  const { t } = useTranslation();
  const again = useInviteAgain();
  const remove = useRemoveAgent();
  const reactivate = useReactivate();
  const state = stateOf(agent);
  const onError = (error: Error): void => showRefusal(t('agents.notChanged'), error);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('agents.actions', { name: agent.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('agents.change')}
        </Menu.Item>
        {state === 'invited' ? (
          <>
            <Menu.Item
              leftSection={<IconMailForward size={16} />}
              onClick={() =>
                again.mutate(agent.id, {
                  onSuccess: () => showDone(t('agents.invited', { email: agent.email })),
                  onError,
                })
              }
            >
              {t('agents.inviteAgain')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => remove.mutate(agent.id, { onError })}
            >
              {t('agents.withdraw')}
            </Menu.Item>
          </>
        ) : agent.active ? (
          <Menu.Item leftSection={<IconUserOff size={16} />} onClick={onDeactivate}>
            {t('agents.deactivate')}
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconUserCheck size={16} />}
            onClick={() => reactivate.mutate(agent.id, { onError })}
          >
            {t('agents.reactivate')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
