import { MultiSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Team } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { useAssignable } from '../tickets/queries';
import { useSaveTeam } from './queries';

export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useTranslation();
  const agents = useAssignable();
  const save = useSaveTeam();
  const [name, setName] = useState(team?.name ?? '');
  const [memberIds, setMemberIds] = useState(team?.members.map(({ id }) => id) ?? []);
  const submit = (): void => {
    save.mutate({ id: team?.id ?? null, name: name.trim(), memberIds }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={team ? t('teams.edit', { name: team.name }) : t('teams.add')}
      error={save.error?.message}
      submit={t('settings.save')}
      isPending={save.isPending}
      isComplete={name.trim() !== ''}
      onSubmit={submit}
    >
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
    </FormDialog>
  );
}
