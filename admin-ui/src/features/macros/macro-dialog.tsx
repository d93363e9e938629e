import { Code, Group, Select, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priorities, type Priority } from '../../../../domain/ticket/priority';
import { statuses, type Status } from '../../../../domain/ticket/status';
import { ApiProblem } from '../../api/problem';
import type { Macro, MacroContent } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { useTeams } from '../teams/queries';
import { useAgents } from '../tickets/queries';
import { useTags } from '../tickets/tags';
import { useSaveMacro } from './queries';

const placeholders = [
  '{{requester.name}}',
  '{{ticket.number}}',
  '{{ticket.title}}',
  '{{agent.name}}',
  '{{default assignee.name "nobody"}}',
];
const unchanged = 'unchanged';
const nobody = 'nobody';

/** What a macro is: its words, what it changes, and who sees it. */
export function MacroDialog({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const { t } = useTranslation();
  const agents = useAgents();
  const teams = useTeams();
  const tags = useTags();
  const save = useSaveMacro();
  const [name, setName] = useState(macro?.name ?? '');
  const [shortcut, setShortcut] = useState(macro?.shortcut ?? '');
  const [text, setText] = useState(macro?.text ?? '');
  const [changes, setChanges] = useState<Macro['changes']>(macro?.changes ?? {});
  const [visibility, setVisibility] = useState(macro?.visibility ?? 'private');
  const [teamId, setTeamId] = useState(macro?.teamId ?? null);
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const problemAt = (path: string): string | undefined =>
    problems.find((one) => one.path === path)?.message;
  const shownAt = ['name', 'shortcut', 'text', 'teamId'];
  const others = problems.filter(({ path }) => !shownAt.includes(path));

  /** Undefined takes the change away. */
  const set = (fields: { [F in keyof Macro['changes']]: Macro['changes'][F] | undefined }): void =>
    setChanges((before) => {
      const all = Object.entries({ ...before, ...fields });
      return Object.fromEntries(all.filter(([, value]) => value !== undefined));
    });
  const submit = (): void => {
    const body: MacroContent = {
      name: name.trim(),
      shortcut: shortcut.trim() || null,
      text,
      changes,
      visibility,
      teamId: visibility === 'team' ? teamId : null,
    };
    save.mutate({ id: macro?.id ?? null, body }, { onSuccess: onClose });
  };
  const orUnchanged = (options: { value: string; label: string }[]) => [
    { value: unchanged, label: t('macros.unchanged') },
    ...options,
  ];

  return (
    <FormDialog
      onClose={onClose}
      size="lg"
      title={macro ? t('macros.edit', { name: macro.name }) : t('macros.add')}
      error={
        save.error && (problems.length === 0 || others.length > 0)
          ? others.map(({ message }) => message).join(' ') || save.error.message
          : null
      }
      submit={t('settings.save')}
      isPending={save.isPending}
      isComplete={name.trim() !== ''}
      onSubmit={submit}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('macros.name')}
          maxLength={80}
          data-autofocus
          value={name}
          error={problemAt('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('macros.shortcut')}
          description={t('macros.shortcutHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={30}
          value={shortcut}
          error={problemAt('shortcut')}
          onChange={(event) => setShortcut(event.currentTarget.value)}
        />
      </Group>
      <Textarea
        label={t('macros.text')}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        error={problemAt('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        {t('macros.placeholders')}{' '}
        {placeholders.map((one) => (
          <Code key={one} mr={4}>
            {one}
          </Code>
        ))}
      </Text>
      <Group grow align="flex-start">
        <Select
          label={t('field.status')}
          allowDeselect={false}
          value={changes.status ?? unchanged}
          data={orUnchanged(statuses.map((value) => ({ value, label: t(`status.${value}`) })))}
          onChange={(value) => set({ status: value === unchanged ? undefined : (value as Status) })}
        />
        <Select
          label={t('field.priority')}
          allowDeselect={false}
          value={changes.priority ?? unchanged}
          data={orUnchanged(priorities.map((value) => ({ value, label: t(`priority.${value}`) })))}
          onChange={(value) =>
            set({ priority: value === unchanged ? undefined : (value as Priority) })
          }
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('field.assignee')}
          allowDeselect={false}
          searchable
          value={changes.assignee === undefined ? unchanged : (changes.assignee ?? nobody)}
          data={orUnchanged([
            { value: 'me', label: t('macros.whoever') },
            { value: nobody, label: t('assignee.nobody') },
            ...agents.map((agent) => ({ value: agent.id, label: agent.name })),
          ])}
          onChange={(value) =>
            set({
              assignee: value === unchanged ? undefined : value === nobody ? null : value!,
            })
          }
        />
        <Select
          label={t('teams.team')}
          allowDeselect={false}
          searchable
          value={changes.teamId === undefined ? unchanged : (changes.teamId ?? nobody)}
          data={orUnchanged([
            { value: nobody, label: t('teams.none') },
            ...teams.map((team) => ({ value: team.id, label: team.name })),
          ])}
          onChange={(value) =>
            set({ teamId: value === unchanged ? undefined : value === nobody ? null : value! })
          }
        />
      </Group>
      <TagsInput
        label={t('macros.addTags')}
        data={tags}
        value={changes.addTags ?? []}
        acceptValueOnBlur
        onChange={(addTags) => set({ addTags: addTags.length > 0 ? addTags : undefined })}
      />
      <Group grow align="flex-start">
        <Select
          label={t('macros.visibility')}
          allowDeselect={false}
          value={visibility}
          data={(['private', 'team', 'all'] as const).map((value) => ({
            value,
            label: t(`macros.seenBy.${value}`),
          }))}
          onChange={(value) => setVisibility(value as Macro['visibility'])}
        />
        {visibility === 'team' && (
          <Select
            label={t('macros.whichTeam')}
            value={teamId}
            error={problemAt('teamId')}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={setTeamId}
          />
        )}
      </Group>
    </FormDialog>
  );
}
