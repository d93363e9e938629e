import type { z } from 'zod';
import type { Problem } from '../../domain/domain-error';
import type { Priority } from '../../domain/ticket/priority';
import type { Status } from '../../domain/ticket/status';
import type { TicketEventType } from '../../domain/ticket/event';
import type { RetryPlan, StepOutput } from '../../flows/engine/definition';
import type { CustomConditionField } from '../../flows/engine/fields';
import type { MacroPort, NewTicketPort, TicketPort } from './ticket-ports';

/** What an action is: one file, one line in the list, and everything else derives from it. */
export interface Action<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** `<plugin>.<verb-noun>` */
  id: `${string}.${string}`;
  version: number;
  title: string;
  description: string;
  /** A strict object; texts that are templates are made with `template()`. */
  input: Input;
  /** Small values without free text: it stands in the run's history. */
  output: Output;
  /**
   * `beside`: it may be large or carry free text, so it stands in the run's record only and its
   * history holds an empty answer. In the history when left out.
   */
  outputKept?: 'beside';
  /** What it touches: nothing, this ticket, or the world outside. */
  effect: 'read' | 'internal' | 'external';
  /**
   * All that it does is change this ticket, by the ticket's port and soon: neighbours of which that
   * is true may share one transaction.
   */
  change?: 'ticket';
  /**
   * Which events it leads to, on this ticket or one that it makes, so that loops of Flows are found;
   * none when left out.
   */
  makes?: readonly TicketEventType[];
  /** Though it does more than change the ticket, it can do nothing in a run without one. */
  needsTicket?: true;
  retry: RetryPlan;
  /** For one attempt. */
  timeoutMs: number;
  /** One sentence: what it would do. */
  preview(input: z.infer<Input>): string;
  /** What else is wrong with inputs that are well-formed: what only the installation knows. */
  check?(input: z.infer<Input>, known: Known): Problem[];
  /** The inputs of the version before as this one takes them. */
  upgrade?(input: Record<string, unknown>): z.infer<Input>;
  /** May run again after a crash with the same idempotency key: the effect must stay one. */
  run(ctx: ActionContext, input: z.infer<Input>): Promise<z.infer<Output> & StepOutput>;
}

/** What the installation has when a Flow is published. */
export interface Known {
  fields: readonly CustomConditionField[];
}

/** What an action reaches: these ports, never the database. */
export interface ActionContext {
  /** The same for every attempt and every re-run of this step; never for another step. */
  idempotencyKey: string;
  flow: string;
  run: string;
  step: string;
  /** The values that templates see; read when they are first asked for. */
  values(): Promise<Record<string, unknown>>;
  ticket: TicketPort;
  people: PeoplePort;
  mail: MailPort;
  newTicket: NewTicketPort;
  macros: MacroPort;
  http: HttpPort;
  webhooks: WebhookPort;
  connections: ConnectionsPort;
  tickets: TicketSearchPort;
  customers: CustomerSearchPort;
  notifications: NotificationPort;
  log: LogPort;
}

export interface PeoplePort {
  /** An active agent who may work tickets, by e-mail address or id. */
  findAgent(name: string): Promise<{ id: string } | null>;
  /** A team by name or id. */
  findTeam(name: string): Promise<{ id: string } | null>;
}

/** What may not be sent: nothing goes to whom only machines wrote (RFC 3834, 2). */
export type NotSent = { notSent: 'only-machines-wrote' };

export type QueuedMail = { deliveryId: string } | NotSent;

/** `requester` or `assignee`, an address, or the members of a team by its name or id. */
export type MailRecipient = string | { team: string };

export interface MailPort {
  /**
   * Queues one mail to all of them; queued again with the same key, it stays one. Throws
   * `nobody-to-write-to`, `team-not-found`.
   */
  queue(mail: {
    to: MailRecipient | readonly MailRecipient[];
    cc?: readonly MailRecipient[];
    subject: string;
    text: string;
  }): Promise<QueuedMail>;
  /** Answers the requester on the ticket's thread; the mail says that a machine wrote it. */
  reply(reply: FlowReply): Promise<{ messageId: string } | NotSent>;
}

export interface FlowReply {
  text: string;
  cc: string[];
  setStatus?: Status | undefined;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
  method: HttpMethod;
  url: string;
  headers: Record<string, string>;
  /** Empty where there is none. */
  body: string;
  /** So much of the answer's body is wanted; a longer one is `answer-too-large`. None when left out. */
  answerMaxBytes?: number;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Empty where it was not asked for. */
  body: string;
}

export interface HttpPort {
  /** Throws `ActionError` (retryable) when there is no answer. Redirects are not followed. */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export interface ConnectionsPort {
  /**
   * Sends below the base address of a connection, with its secret, which no action ever sees: where
   * an answer repeats it, it is blotted out. `url` is a path below the base address or an absolute
   * address there. Throws `ActionError`: `connection-not-found`, `outside-connection`.
   */
  send(connection: string, request: HttpRequest): Promise<HttpAnswer>;
}

/** What tickets must be to be found; several values of a list: any of them. */
export interface TicketQuery {
  statuses?: readonly Status[];
  priorities?: readonly Priority[];
  tag?: string | undefined;
  /** A team by name or id; null for tickets without one. */
  team?: string | null | undefined;
  /** An agent by e-mail address or id; null for tickets without one, `same` for this one's. */
  assignee?: string | null | undefined;
  /** A customer by e-mail address, or `same` for this ticket's. */
  requester?: string | undefined;
  /** Words that must all be there. */
  text?: string | undefined;
  createdBefore?: Date;
  createdAfter?: Date;
  updatedBefore?: Date;
  limit: number;
}

/** What a Flow is told of a ticket that it looked up. */
export interface FoundTicket {
  number: number;
  title: string;
  status: Status;
  priority: Priority;
  /** Names; null for nobody. */
  requester: string;
  assignee: string | null;
  url: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
}

export interface TicketSearchPort {
  /** Other tickets than the run's own, the newest first; counted up to 1,000. Throws `ActionError`. */
  find(query: TicketQuery): Promise<{ count: number; tickets: FoundTicket[] }>;
}

export type NotificationWay = 'in-app' | 'mail';

export interface NotificationPort {
  /**
   * Tells each of these agents once, by those of the ways that they wish; told again with the same
   * key, it stays once. Answers how many are told. Throws `ActionError` for who is not there.
   */
  tell(notification: {
    /** Agents by e-mail address or id, or those of the ticket. */
    agents: readonly string[] | 'assignee' | 'watchers';
    /** The members of a team as well, by its name or id. */
    team?: string;
    text: string;
    by: readonly NotificationWay[];
  }): Promise<{ told: number }>;
}

export interface FoundCustomer {
  id: string;
  type: 'contact' | 'lead';
  accountId: string | null;
  name: string | null;
  email: string;
}

export interface CustomerSearchPort {
  /** The customer with this address, or the only one with exactly this name, whatever its case. */
  find(by: {
    email?: string | undefined;
    name?: string | undefined;
  }): Promise<FoundCustomer | null>;
}

export interface WebhookPort {
  /** The `webhook-signature` header of Standard Webhooks; `timestamp` in seconds. */
  sign(message: { id: string; timestamp: number; body: string }): Promise<string>;
}

export interface LogPort {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
}

/** An action cannot do its work. `retryable`: trying again may help. */
export class ActionError extends Error {
  override readonly name = 'ActionError';

  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
    /** So long the other side asks to be left alone before the next attempt. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Gives an action its types; the list holds it without them. */
export function defineAction<Input extends z.ZodObject, Output extends z.ZodObject>(
  action: Omit<Action<Input, Output>, 'run'> & {
    run(ctx: ActionContext, input: z.infer<Input>): Promise<z.infer<Output>>;
  },
): Action {
  return action as unknown as Action;
}

/** Retries for what is our own: soon, and for as long as our database may be away. */
export const internalRetry: RetryPlan = {
  maximumAttempts: 1_000,
  initialIntervalMs: 200,
  backoffCoefficient: 2,
  maximumIntervalMs: 30_000,
};

/** Retries for what is others': some hours long. */
export const externalRetry: RetryPlan = {
  maximumAttempts: 12,
  initialIntervalMs: 1_000,
  backoffCoefficient: 3,
  maximumIntervalMs: 3_600_000,
};

/** How documents name an action: `core.set-priority@1`. */
export function useOf(action: Pick<Action, 'id' | 'version'>): string {
  return `${action.id}@${action.version}`;
}
