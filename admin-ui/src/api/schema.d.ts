type Json<T> = { content: { 'application/json': T } };
type Ok<T> = { 200: Json<T> };
type None = Record<string, never>;
type Page<T> = { items: T[]; nextCursor: string | null };
type Op<P, R, B = never> = {
  parameters: P;
  responses: R;
  requestBody?: [B] extends [never] ? never : { content: { 'application/json': B } };
};
type Query<Q> = { query?: Q; header?: { 'Idempotency-Key'?: string; 'If-Match'?: string } };
type ById = { path: { id: string }; header?: { 'Idempotency-Key'?: string } };
type ByNumber = {
  path: { number: number };
  query?: { limit?: number; cursor?: string };
  header?: { 'Idempotency-Key'?: string; 'If-Match'?: string };
};
type Status = 'open' | 'in_progress' | 'waiting' | 'resolved' | 'closed';
type Priority = 'low' | 'medium' | 'high' | 'urgent';
type Account = { id: string; name: string };
type Agent = { id: string; name: string; email: string; role: 'admin' | 'agent'; active?: boolean };
type Ticket = {
  number: number;
  title: string;
  description: string;
  status: Status;
  priority: Priority;
  assignee: { id: string; name: string; email: string } | null;
  team: { id: string; name: string } | null;
  requester: {
    type: 'contact' | 'lead';
    id: string;
    name: string | null;
    email: string;
    account: Account | null;
  };
  tags: string[];
  customFields: Record<string, unknown>;
  source: string;
  version: number;
  createdAt: string;
  updatedAt: string;
};
type Attachment = { id: string; name: string; size: number; contentType: string; inline: boolean };
type Message = {
  id: string;
  kind: 'description' | 'reply' | 'note' | 'customer' | 'system';
  direction: 'in' | 'out' | 'internal';
  author: { type: string; id: string; name: string; email?: string | null };
  text: string;
  html: string | null;
  attachments: Attachment[];
  delivery?: {
    state: 'queued' | 'sent' | 'failed' | 'bounced';
    to: string[];
    cc: string[];
    messageId: string;
    reason?: string;
  };
  createdAt: string;
};
type TicketEvent = {
  seq: number;
  type: string;
  at: string;
  actor: { type: 'agent' | 'customer' | 'flow' | 'system'; id: string; name: string };
  cause: { commandId: string; flow?: string; run?: string; step?: string };
  changes: Record<string, { from: unknown; to: unknown }>;
};
type Contact = { id: string; name: string; email: string; account: Account | null };
type Lead = { id: string; name: string | null; email: string };
type Mailbox = { id: string; name: string; address: string; isDefault: boolean };
type FlowRun = {
  id: string;
  flow: { id: string; slug: string; title: string };
  version: number;
  ticketNumber: number;
  eventSeq: number;
  status: string;
  reason?: string | null;
  startedAt: string;
  endedAt: string | null;
};
type Step = {
  id: string;
  use: string;
  status: string;
  input: unknown;
  output: unknown;
  attempts: { at: string; error?: string }[];
  waitingUntil?: string | null;
};
type Flow = {
  id: string;
  slug: string;
  title: string;
  description: string;
  enabled: boolean;
  version: number | null;
  document: Record<string, unknown> | null;
  updatedAt: string;
};
type CaughtMail = {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  text: string;
  html: string | null;
  raw: string;
};

export interface paths {
  '/api/v1/session': {
    get: Op<None, Ok<{ agent: Agent }>>;
    post: Op<None, Ok<{ agent: Agent }>, { email: string; password: string }>;
    delete: Op<None, { 204: { content?: never } }>;
  };
  '/api/v1/tickets': {
    get: Op<
      Query<{
        status?: string;
        priority?: string;
        assignee?: string;
        tag?: string;
        requester?: string;
        q?: string;
        sort?: string;
        limit?: number;
        cursor?: string;
      }>,
      Ok<Page<Ticket>>
    >;
    post: Op<
      Query<None>,
      { 201: Json<Ticket> },
      {
        title: string;
        description?: string;
        priority?: Priority;
        requester: { contactId: string } | { leadId: string } | { email: string; name?: string };
        assigneeId?: string | null;
        tags?: string[];
      }
    >;
  };
  '/api/v1/tickets/{number}': {
    get: Op<ByNumber, Ok<Ticket>>;
    patch: Op<
      ByNumber,
      Ok<Ticket>,
      {
        title?: string;
        description?: string;
        status?: Status;
        priority?: Priority;
        assigneeId?: string | null;
        tags?: string[];
      }
    >;
  };
  '/api/v1/tickets/{number}/messages': {
    get: Op<ByNumber, Ok<Page<Message>>>;
    post: Op<
      ByNumber,
      { 201: Json<Message> },
      { kind: 'reply' | 'note'; text: string; setStatus?: Status }
    >;
  };
  '/api/v1/tickets/{number}/events': { get: Op<ByNumber, Ok<Page<TicketEvent>>> };
  '/api/v1/agents': { get: Op<Query<{ limit?: number }>, Ok<Page<Agent>>> };
  '/api/v1/contacts': { get: Op<Query<{ q?: string; limit?: number }>, Ok<Page<Contact>>> };
  '/api/v1/leads': { get: Op<Query<{ q?: string; limit?: number }>, Ok<Page<Lead>>> };
  '/api/v1/mailboxes': { get: Op<Query<{ limit?: number }>, Ok<Page<Mailbox>>> };
  '/api/v1/flows': { get: Op<Query<{ limit?: number }>, Ok<Page<Flow>>> };
  '/api/v1/flows/{id}': { get: Op<ById, Ok<Flow>> };
  '/api/v1/flow-runs': {
    get: Op<
      Query<{ flow?: string; ticket?: number; status?: string; limit?: number; cursor?: string }>,
      Ok<Page<FlowRun>>
    >;
  };
  '/api/v1/flow-runs/{id}': { get: Op<ById, Ok<FlowRun & { steps: Step[] }>> };
  '/api/v1/outbox': { get: Op<Query<{ limit?: number; cursor?: string }>, Ok<Page<CaughtMail>>> };
  '/api/v1/outbox/{id}/reply': {
    post: Op<
      ById,
      { 201: Json<{ id: string; outcome: string; ticketNumber?: number }> },
      { text: string }
    >;
  };
  '/api/v1/outbox/new-mail': {
    post: Op<
      Query<None>,
      { 201: Json<{ id: string; outcome: string; ticketNumber?: number }> },
      { from: string; name?: string; subject: string; text: string }
    >;
  };
}
