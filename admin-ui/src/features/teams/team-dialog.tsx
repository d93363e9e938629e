import { Alert, Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Team } from '../../api/types';
import { useAssignable } from '../tickets/queries';
import { useSaveTeam } from './queries';

export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useTranslation();
  const agents = useAssignable();
  const save = useSaveTeam();
  const [name, setName] = useState(team?.name ?? '');
  const [memberIds, setMemberIds] = useState(team?.members.map(({ id }) => id) ?? []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || save.isPending) return;
    save.mutate({ id: team?.id ?? null, name: name.trim(), memberIds }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={team ? t('teams.edit', { name: team.name }) : t('teams.add')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('teams.name')}
            maxLength={80}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            label={t('teams.members')}
            placeholder={memberIds.length === 0 ? t('teams.chooseMembers') : undefined}
            searchable
            data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
            value={memberIds}
            onChange={setMemberIds}
          />
          {save.error && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('settings.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
              {t('settings.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
