import type { Database } from '../../db/database';
import type { NewDelivery } from '../../db/delivery-store';
import { findInboundMailByRfcId } from '../../db/inbound-mail-store';
import type { Change, Command, FieldChanges } from '../../domain/ticket/command';
import type { MailIntake } from '../../mail/mail-intake';
import { composeReply } from '../../mail/compose-reply';
import { stableUuid } from '../../tickets/stable-uuid';
import { submitCommand, type CommandContent } from '../../tickets/submit-command';
import { bounceReport, customersMail, type RawMail } from './demo-mail';
import { demoAgents, type DemoAgent, type Story, type StoryStep } from './story';

export interface DemoDesk {
  db: Database;
  intake: Pick<MailIntake, 'receive' | 'settled'>;
  /** The address that customers write to. */
  mailbox: string;
  agentIds: Record<DemoAgent, string>;
  /** Where customers reach the desk. */
  publicUrl?: string;
}

/** What has happened in a story so far. */
interface SoFar {
  ticket: number | null;
  lastReply: NewDelivery | null;
}

/**
 * Plays a story through the doors that real life uses: mails by the intake, all else by commands.
 * Every id derives from the story, so that one that was cut short is continued.
 */
export async function playStory(desk: DemoDesk, story: Story): Promise<void> {
  const soFar: SoFar = { ticket: null, lastReply: null };
  for (const [index, step] of story.steps.entries()) {
    const id = commandIdOf(story, index);
    if ('customer' in step) {
      await receive(desk, soFar, await customersMail(desk, story, step, { id, ...soFar }));
    } else if ('bounce' in step) {
      await receive(desk, soFar, bounceReport(desk, step.bounce, soFar.lastReply!));
    } else await act(desk, soFar, id, step);
  }
}

export function commandIdOf(story: Story, index: number): string {
  return `demo/${story.id}/${index}`;
}

/** A mail takes some milliseconds; a machine that just started other things may take many times that. */
const longestIntakeMs = 120_000;

async function receive({ db, intake }: DemoDesk, soFar: SoFar, mail: RawMail): Promise<void> {
  const { raw, messageId, from, to } = mail;
  const known = await findInboundMailByRfcId(db, messageId);
  const { id } =
    known ?? (await intake.receive({ raw, via: 'smtp', envelope: { from, to: [to] } }));
  const settled = await intake.settled(id, longestIntakeMs);
  soFar.ticket ??= settled?.ticket ?? null;
  if (soFar.ticket === null) throw new Error(`a demo mail made no ticket: ${settled?.reason}`);
}

type AgentsStep = Exclude<StoryStep, { customer: string } | { bounce: string }>;

async function act(desk: DemoDesk, soFar: SoFar, id: string, step: AgentsStep): Promise<void> {
  const { name, email } = demoAgents[step.by];
  const actor = { type: 'agent', id: desk.agentIds[step.by], name } as const;
  const messageId = stableUuid(`message/${id}`);
  const command = (change: Change): Command => ({ id, ticket: soFar.ticket, actor, change });

  if ('change' in step) {
    await submit(desk, command({ type: 'update', fields: fieldsOf(desk, step.change) }));
  } else if ('note' in step) {
    await submit(desk, command({ type: 'add-note', messageId }), {
      message: {
        id: messageId,
        kind: 'note',
        direction: 'internal',
        author: { ...actor, email },
        text: step.note,
        html: null,
      },
    });
  } else {
    const { reply: text, setStatus } = step;
    const agent = { id: actor.id, name, email };
    const reply = await composeReply(desk.db, {
      ticket: soFar.ticket!,
      agent,
      messageId,
      text,
      publicUrl: desk.publicUrl,
    });
    const change = { type: 'add-reply', messageId, ...(setStatus ? { setStatus } : {}) } as const;
    await submit(desk, command(change), reply);
    soFar.lastReply = reply.delivery;
  }
}

async function submit(
  { db }: DemoDesk,
  command: Command,
  content: CommandContent = {},
): Promise<void> {
  const outcome = await submitCommand(db, command, content);
  if (!outcome.ok) throw new Error(`a demo command was refused: ${outcome.refusal.message}`);
}

function fieldsOf(
  { agentIds }: DemoDesk,
  { assignee, ...fields }: Extract<AgentsStep, { change: object }>['change'],
): FieldChanges {
  return { ...fields, ...(assignee ? { assigneeId: agentIds[assignee] } : {}) };
}
