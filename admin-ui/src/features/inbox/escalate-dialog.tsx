import { Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultPriority, priorities, type Priority } from '../../../../domain/ticket/priority';
import { ApiProblem } from '../../api/problem';
import type { ConversationThread } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { PriorityIcon } from '../../common/priority';
import { showDone } from '../../common/toasts';
import { nameWithAway } from '../agents/away';
import { useMe } from '../session/session';
import { useAssignable } from '../tickets/queries';
import { useEscalate } from './queries';
import { visitorName } from './words';

/** Makes a ticket of a conversation: everything but the title has a sensible value. */
export function EscalateDialog({
  conversation,
  opened,
  onClose,
}: {
  conversation: ConversationThread;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const agents = useAssignable();
  const escalate = useEscalate(conversation.id);
  const [title, setTitle] = useState(titleOf(conversation));
  const [priority, setPriority] = useState<Priority>(defaultPriority);
  const [assigneeId, setAssigneeId] = useState<string | null>(conversation.assignee?.id ?? me.id);
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const { person, visitor } = conversation;
  const asksEmail = !person && !visitor.email;
  const problems = escalate.error instanceof ApiProblem ? escalate.error.problems : [];
  const problemAt = (field: string): string | undefined =>
    problems.find(({ path }) => path === field)?.message;

  function submit(): void {
    setTried(true);
    if (title.trim() === '' || (asksEmail && email.trim() === '')) return;
    escalate.mutate(
      {
        title: title.trim(),
        priority,
        assigneeId,
        ...(asksEmail && { email: email.trim() }),
      },
      {
        onSuccess: (ticket) => {
          onClose();
          showDone(t('inbox.escalated', { number: ticket.number }));
        },
      },
    );
  }

  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={t('inbox.escalateTitle')}
      size="lg"
      error={escalate.error && problems.length === 0 ? escalate.error.message : null}
      failed={t('inbox.notEscalated')}
      submit={t('inbox.createTicket')}
      isPending={escalate.isPending}
      onSubmit={submit}
    >
      <Text size="sm" c="dimmed">
        {t('inbox.escalateText')}
      </Text>
      {asksEmail ? (
        <TextInput
          type="email"
          label={t('inbox.visitorEmail')}
          description={t('inbox.visitorEmailHint')}
          error={
            problemAt('email') ?? (tried && email.trim() === '' ? t('inbox.needsEmail') : undefined)
          }
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      ) : (
        <Text size="sm">
          {t('inbox.forWhom', { name: visitorName(conversation, t) })}
          {person && ` · ${person.email} · ${t(`requester.${person.type}`)}`}
        </Text>
      )}
      <TextInput
        label={t('field.title')}
        data-autofocus
        maxLength={300}
        error={
          problemAt('title') ??
          (tried && title.trim() === '' ? t('newTicket.needsTitle') : undefined)
        }
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Group grow align="flex-start">
        <Select
          label={t('field.priority')}
          allowDeselect={false}
          value={priority}
          leftSection={<PriorityIcon priority={priority} />}
          data={priorities.toReversed().map((value) => ({ value, label: t(`priority.${value}`) }))}
          onChange={(value) => setPriority((value ?? defaultPriority) as Priority)}
        />
        <Select
          label={t('field.assignee')}
          placeholder={t('assignee.nobody')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('assignee.nobody') }}
          error={problemAt('assigneeId')}
          value={assigneeId}
          data={agents.map((agent) => ({
            value: agent.id,
            label: nameWithAway(agent, me.id, t),
          }))}
          onChange={setAssigneeId}
        />
      </Group>
    </FormDialog>
  );
}

const longestTitle = 100;

/** The visitor's first words, cut at a word. */
function titleOf({ messages }: ConversationThread): string {
  const first = messages.find(({ author }) => author.type === 'visitor')?.text ?? '';
  const line = first.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longestTitle) return line;
  return `${line.slice(0, longestTitle).replace(/\s+\S*$/, '')} …`;
}
