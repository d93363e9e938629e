import { Group, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { patchFields, type CustomFields } from '../../../../../domain/custom-field/value';
import { defaultPriority, priorities, type Priority } from '../../../../../domain/ticket/priority';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf, ApiProblem } from '../../../api/problem';
import type { NewTicket, Ticket } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
import { PriorityIcon } from '../../../common/priority';
import { showDone } from '../../../common/toasts';
import { FieldInput, isUnset } from '../../custom-fields/field-input';
import { nameWithAway } from '../../agents/away';
import { useCustomFields } from '../../custom-fields/queries';
import { useTeams } from '../../teams/queries';
import { useMe } from '../../session/session';
import { ticketKeys, useAssignable } from '../queries';
import { personOf, requesterBody, type Person } from './people';
import { RequesterField } from './requester-field';

const empty = {
  requester: null as Person | null,
  title: '',
  description: '',
  priority: defaultPriority as Priority,
  assigneeId: null as string | null,
  teamId: null as string | null,
  customFields: {} as CustomFields,
};

/** What the new ticket begins with: whose it is, what it is about, and whose work it is. */
function goingOnFrom({ title, requester, priority, team }: Ticket): typeof empty {
  return {
    ...empty,
    requester: personOf(requester),
    title,
    priority,
    teamId: team?.id ?? null,
  };
}

/** Closing keeps what was typed; opening again goes on with it. */
export default function NewTicketDialog({
  opened,
  onClose,
  followUpOf,
  requester = null,
}: {
  opened: boolean;
  onClose: () => void;
  /** The ticket that the new one goes on from. */
  followUpOf?: Ticket;
  /** Whose ticket it will be, unless somebody else is chosen. */
  requester?: Person | null;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const agents = useAssignable();
  const teams = useTeams();
  const fields = useCustomFields().filter((field) => !field.archivedAt);
  const [incomplete, setIncomplete] = useState(false);
  const [form, setForm] = useState(() =>
    followUpOf ? goingOnFrom(followUpOf) : { ...empty, requester },
  );
  const [missing, setMissing] = useState<{ requester?: string; title?: string }>({});
  const create = useCreateTicket();
  const problems = create.error instanceof ApiProblem ? create.error.problems : [];
  const problemAt = (field: string): string | undefined =>
    problems.find((problem) => problem.path === field || problem.path.startsWith(`${field}.`))
      ?.message;
  const set = (change: Partial<typeof empty>): void => {
    setForm({ ...form, ...change });
    if (create.error) create.reset();
  };

  function submit(): void {
    const wanting = {
      ...(!form.requester && { requester: t('newTicket.needsRequester') }),
      ...(form.title.trim() === '' && { title: t('newTicket.needsTitle') }),
    };
    setMissing(wanting);
    const unfilled = fields.some(
      ({ slug, required }) => required && isUnset(form.customFields[slug]),
    );
    setIncomplete(unfilled);
    if (!form.requester || Object.keys(wanting).length > 0 || unfilled || create.isPending) return;
    create.mutate(
      {
        ...bodyOf({ ...form, requester: form.requester }),
        ...(followUpOf && { followUpOf: followUpOf.number }),
      },
      {
        onSuccess: (ticket) => {
          setForm(empty);
          setIncomplete(false);
          onClose();
          showDone(t('newTicket.created', { number: ticket.number }));
          void navigate(`/tickets/${ticket.number}`);
        },
      },
    );
  }

  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={
        followUpOf
          ? t('related.followUpTitle', { number: followUpOf.number })
          : t('newTicket.title')
      }
      size="lg"
      error={create.error && problems.length === 0 ? create.error.message : null}
      failed={t('newTicket.failed')}
      submit={t('newTicket.create')}
      later={t('newTicket.later')}
      isPending={create.isPending}
      onSubmit={submit}
    >
      <RequesterField
        value={form.requester}
        error={problemAt('requester') ?? (form.requester ? undefined : missing.requester)}
        onChange={(requester) => set({ requester })}
      />
      <TextInput
        label={t('field.title')}
        placeholder={t('newTicket.titlePlaceholder')}
        maxLength={300}
        error={problemAt('title') ?? (form.title.trim() ? undefined : missing.title)}
        value={form.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('field.description')}
        autosize
        minRows={5}
        maxRows={14}
        error={problemAt('description')}
        value={form.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        onKeyDown={(event) => {
          if ((event.metaKey || event.ctrlKey) && event.key === 'Enter') submit();
        }}
      />
      <Group grow align="flex-start">
        <Select
          label={t('field.priority')}
          allowDeselect={false}
          value={form.priority}
          leftSection={<PriorityIcon priority={form.priority} />}
          data={priorities.toReversed().map((value) => ({ value, label: t(`priority.${value}`) }))}
          onChange={(priority) => set({ priority: (priority ?? defaultPriority) as Priority })}
        />
        <Select
          label={t('field.assignee')}
          placeholder={t('assignee.nobody')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('assignee.nobody') }}
          value={form.assigneeId}
          data={agents.map((agent) => ({
            value: agent.id,
            label: nameWithAway(agent, me.id, t),
          }))}
          onChange={(assigneeId) => set({ assigneeId })}
        />
        {teams.length > 0 && (
          <Select
            label={t('teams.team')}
            placeholder={t('teams.none')}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('teams.none') }}
            value={form.teamId}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={(teamId) => set({ teamId })}
          />
        )}
      </Group>
      {fields.map((field) => (
        <FieldInput
          key={field.slug}
          field={field}
          size="sm"
          withLabel
          value={form.customFields[field.slug] ?? null}
          error={
            problemAt(`customFields.${field.slug}`) ??
            (incomplete && field.required && isUnset(form.customFields[field.slug])
              ? t('customFields.needs', { title: field.title })
              : undefined)
          }
          onChange={(value) =>
            set({ customFields: patchFields(form.customFields, { [field.slug]: value }) })
          }
        />
      ))}
    </FormDialog>
  );
}

/** The same body sent again is the same request: no second ticket from a retry. */
function useCreateTicket() {
  const client = useQueryClient();
  const [attempt, setAttempt] = useState<{ body: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (body: NewTicket) => {
      const text = JSON.stringify(body);
      const key = attempt?.body === text ? attempt.key : newIdempotencyKey();
      setAttempt({ body: text, key });
      return answerOf(
        api.POST('/api/v1/tickets', { params: { header: { 'Idempotency-Key': key } }, body }),
      );
    },
    onSuccess: (_ticket, { followUpOf }) => {
      setAttempt(null);
      if (followUpOf) void client.invalidateQueries({ queryKey: ticketKeys.page(followUpOf) });
      void client.invalidateQueries({ queryKey: ticketKeys.lists });
    },
  });
}

function bodyOf(form: typeof empty & { requester: Person }): NewTicket {
  return {
    title: form.title.trim(),
    ...(form.description.trim() && { description: form.description.trim() }),
    priority: form.priority,
    requester: requesterBody(form.requester),
    ...(form.assigneeId && { assigneeId: form.assigneeId }),
    ...(form.teamId && { teamId: form.teamId }),
    ...(Object.keys(form.customFields).length > 0 && { customFields: form.customFields }),
  };
}
