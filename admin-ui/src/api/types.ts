import type { paths } from './schema';

/** What a call answers when it went well. */
type Answer<
  P extends keyof paths,
  M extends keyof paths[P],
  S extends number = 200,
> = paths[P][M] extends {
  responses: { [status in S]: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
type Item<List> = List extends { items: (infer One)[] } ? One : never;

export type Me = Answer<'/api/v1/session', 'get'>['agent'];
export type Ticket = Answer<'/api/v1/tickets/{number}', 'patch'>;
export type TicketList = Answer<'/api/v1/tickets', 'get'>;
export type TicketQuery = NonNullable<paths['/api/v1/tickets']['get']['parameters']['query']>;
export type TicketChange = NonNullable<
  paths['/api/v1/tickets/{number}']['patch']['requestBody']
>['content']['application/json'];
export type NewTicket = NonNullable<
  paths['/api/v1/tickets']['post']['requestBody']
>['content']['application/json'];
export type NewTicketLink = NonNullable<
  paths['/api/v1/tickets/{number}/links']['post']['requestBody']
>['content']['application/json'];
export type TicketSplit = NonNullable<
  paths['/api/v1/tickets/{number}/split']['post']['requestBody']
>['content']['application/json'];
export type Message = Item<Answer<'/api/v1/tickets/{number}/messages', 'get'>>;
export type MessageForward = NonNullable<
  paths['/api/v1/tickets/{number}/messages/{messageId}/forward']['post']['requestBody']
>['content']['application/json'];
export type TicketEvent = Item<Answer<'/api/v1/tickets/{number}/events', 'get'>>;
export type Relation = NonNullable<Answer<'/api/v1/tickets/{number}', 'get'>['relations']>[number];
export type Agent = Item<Answer<'/api/v1/agents', 'get'>>;
export type OwnSession = Answer<'/api/v1/account/sessions', 'get'>['items'][number];
export type AccountLink = Answer<'/api/v1/account-links/{token}', 'get'>;
export type Macro = Item<Answer<'/api/v1/macros', 'get'>>;
export type MacroContent = NonNullable<
  paths['/api/v1/macros']['post']['requestBody']
>['content']['application/json'];
export type RenderedMacro = Answer<'/api/v1/macros/{id}/render', 'post'>;
export type Team = Item<Answer<'/api/v1/teams', 'get'>>;
export type CustomField = Item<Answer<'/api/v1/custom-fields', 'get'>>;
export type NewCustomField = NonNullable<
  paths['/api/v1/custom-fields']['post']['requestBody']
>['content']['application/json'];
export type CustomFieldChange = NonNullable<
  paths['/api/v1/custom-fields/{id}']['patch']['requestBody']
>['content']['application/json'];
export type Calendar = Item<Answer<'/api/v1/calendars', 'get'>>;
export type Connection = Item<Answer<'/api/v1/connections', 'get'>>;
export type NewConnection = NonNullable<
  paths['/api/v1/connections']['post']['requestBody']
>['content']['application/json'];
export type ConnectionContent = NonNullable<
  paths['/api/v1/connections/{id}']['put']['requestBody']
>['content']['application/json'];
export type Contact = Item<Answer<'/api/v1/contacts', 'get'>>;
export type Lead = Item<Answer<'/api/v1/leads', 'get'>>;
export type Domain = Item<Answer<'/api/v1/domains', 'get'>>;
export type SentMail = Item<Answer<'/api/v1/outgoing-mail', 'get'>>;
export type Mailbox = Item<Answer<'/api/v1/mailboxes', 'get'>>;
export type MailTemplate = Item<Answer<'/api/v1/mail-templates', 'get'>>;
export type MailPreview = Answer<'/api/v1/mail-templates/{key}/preview', 'post'>;
export type Flow = Answer<'/api/v1/flows/{id}', 'get'>;
export type ManualFlow = Item<Answer<'/api/v1/tickets/{number}/flows', 'get'>>;
export type FlowSummary = Item<Answer<'/api/v1/flows', 'get'>>;
export type FlowRun = Answer<'/api/v1/flow-runs/{id}', 'get'>;
export type FlowRunSummary = Item<Answer<'/api/v1/flow-runs', 'get'>>;
export type FlowChange = Item<Answer<'/api/v1/flows/{id}/changes', 'get'>>;
export type FlowDecision = Item<Answer<'/api/v1/flows/{id}/decisions', 'get'>>;
export type Chat = Answer<'/api/v1/chat/conversation', 'get'>;
export type CustomerTicket = Answer<'/api/v1/customer-tickets/{token}', 'get'>;
export type CustomerRating = NonNullable<CustomerTicket['rating']>;
export type Conversation = Item<Answer<'/api/v1/conversations', 'get'>>;
export type ConversationThread = Answer<'/api/v1/conversations/{id}', 'get'>;
export type IncomingMail = Item<Answer<'/api/v1/inbound-mail', 'get'>>;
export type BlockedSender = Item<Answer<'/api/v1/blocked-senders', 'get'>>;
export type CaughtMail = Item<Answer<'/api/v1/outbox', 'get'>>;
export type SearchResults = Answer<'/api/v1/search', 'get'>;
export type View = Answer<'/api/v1/views', 'post', 201>;
export type BulkRequest = NonNullable<
  paths['/api/v1/tickets/bulk']['post']['requestBody']
>['content']['application/json'];
export type BulkChange = BulkRequest['change'];
export type BulkResult = Answer<'/api/v1/tickets/bulk', 'post'>['results'][number];
export type ReportOverview = Answer<'/api/v1/reports/overview', 'get'>;
export type Notification = Item<Answer<'/api/v1/notifications', 'get'>>;
export type Approval = Item<Answer<'/api/v1/approvals', 'get'>>;
export type NotificationSettings = Answer<'/api/v1/me/notification-settings', 'get'>;
export type PresentAgent = Item<Answer<'/api/v1/tickets/{number}/presence', 'put'>>;
