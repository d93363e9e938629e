import { Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roles } from '../../../../domain/agent/role';
import type { Agent } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
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
  const submit = (): void => {
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
    <FormDialog
      onClose={onClose}
      title={agent ? t('agents.edit', { name: agent.name }) : t('agents.invite')}
      error={save.error?.message}
      submit={agent ? t('settings.save') : t('agents.sendInvitation')}
      isPending={save.isPending}
      isComplete={complete}
      onSubmit={submit}
    >
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
    </FormDialog>
  );
}
