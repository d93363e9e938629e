import { Alert, Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { roles } from '../../../../domain/agent/role';
import type { Agent } from '../../api/types';
import { showDone } from '../../common/toasts';
import { useSaveAgent } from './queries';

/** Invites an agent, or changes one. */
export function AgentDialog({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveAgent();
  const [name, setName] = useState(agent?.name ?? '');
  const [email, setEmail] = useState(agent?.email ?? '');
  const [role, setRole] = useState<Agent['role']>(agent?.role ?? 'agent');
  const complete = name.trim() !== '' && email.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!complete || save.isPending) return;
    save.mutate(
      { id: agent?.id ?? null, name: name.trim(), email: email.trim(), role },
      {
        onSuccess: () => {
          if (!agent) showDone(t('agents.invited', { email: email.trim() }));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={agent ? t('agents.edit', { name: agent.name }) : t('agents.invite')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('agents.name')}
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('login.email')}
            type="email"
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Radio.Group
            label={t('agents.roleLabel')}
            value={role}
            onChange={(value) => setRole(value as Agent['role'])}
          >
            <Stack gap="xs" mt={4}>
              {roles.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(`agents.role.${one}`)}
                  description={t(`agents.roleText.${one}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {save.error && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('settings.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!complete}>
              {agent ? t('settings.save') : t('agents.sendInvitation')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
