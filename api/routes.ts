import { attachmentRoutes } from './attachments/routes';
import { accountRoutes } from './accounts/routes';
import { accountRoutes as ownAccountRoutes } from './account/routes';
import { approvalRoutes } from './approvals/routes';
import { accountLinkRoutes } from './account-links/routes';
import { agentRoutes } from './agents/routes';
import { blockedSenderRoutes } from './blocked-senders/routes';
import { binRoutes } from './bin/routes';
import { calendarRoutes } from './calendars/routes';
import { apiKeyRoutes } from './api-keys/routes';
import { chatRoutes } from './chat/routes';
import { connectionRoutes } from './connections/routes';
import { contactRoutes } from './contacts/routes';
import { catalogueRoutes } from './catalogue/routes';
import { conversationRoutes } from './conversations/routes';
import { domainRoutes } from './domains/routes';
import { draftRoutes } from './drafts/routes';
import { customerTicketRoutes } from './customer-tickets/routes';
import { docsRoutes } from './docs/routes';
import { flowRunRoutes } from './flow-runs/routes';
import { explainRoutes } from './flows/explain-routes';
import { flowBeginningRoutes } from './flow-beginnings/routes';
import { flowSchemaRoutes } from './flow-schemas/routes';
import { flowRoutes } from './flows/routes';
import type { Route } from './http/define-route';
import { describeRoutes } from './http/openapi';
import { inboundMailRoutes } from './inbound-mail/routes';
import { macroRoutes } from './macros/routes';
import { mailServiceMailRoutes } from './mail-services/mail-route';
import { mailServiceRoutes } from './mail-services/routes';
import { mailboxCheckRoutes } from './mailboxes/check-routes';
import { mailTemplateRoutes } from './mail-templates/routes';
import { mailboxRoutes } from './mailboxes/routes';
import { notificationRoutes } from './notifications/routes';
import { outgoingMailRoutes } from './outgoing-mail/routes';
import { outboxRoutes } from './outbox/routes';
import { leadRoutes } from './leads/routes';
import { messageDeliveryRoutes } from './messages/delivery-routes';
import { messageForwardRoutes } from './messages/forward-route';
import { linkRoutes } from './links/routes';
import { mergeRoutes } from './merges/routes';
import { messageRoutes } from './messages/routes';
import { peopleRoutes } from './people/routes';
import { searchRoutes } from './search/routes';
import { presenceRoutes } from './presence/routes';
import { reportRoutes } from './reports/routes';
import { serviceRoutes } from './service/routes';
import { sessionRoutes } from './session/routes';
import { snoozeRoutes } from './snooze/routes';
import { streamRoutes } from './stream/routes';
import { customFieldRoutes } from './custom-fields/routes';
import { teamRoutes } from './teams/routes';
import { splitRoutes } from './splits/routes';
import { tagRoutes } from './tags/routes';
import { ticketRoutes } from './tickets/routes';
import { viewRoutes } from './views/routes';
import { watcherRoutes } from './watchers/routes';

/** Every route there is. A resource is its folder and one line here. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...ticketRoutes,
  ...binRoutes,
  ...mergeRoutes,
  ...linkRoutes,
  ...splitRoutes,
  ...searchRoutes,
  ...tagRoutes,
  ...viewRoutes,
  ...watcherRoutes,
  ...snoozeRoutes,
  ...presenceRoutes,
  ...messageRoutes,
  ...conversationRoutes,
  ...chatRoutes,
  ...messageDeliveryRoutes,
  ...messageForwardRoutes,
  ...draftRoutes,
  ...macroRoutes,
  ...notificationRoutes,
  ...approvalRoutes,
  ...customerTicketRoutes,
  ...agentRoutes,
  ...ownAccountRoutes,
  ...accountLinkRoutes,
  ...teamRoutes,
  ...customFieldRoutes,
  ...calendarRoutes,
  ...contactRoutes,
  ...leadRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...apiKeyRoutes,
  ...attachmentRoutes,
  ...inboundMailRoutes,
  ...blockedSenderRoutes,
  ...domainRoutes,
  ...mailboxRoutes,
  ...mailTemplateRoutes,
  ...mailboxCheckRoutes,
  ...mailServiceRoutes,
  ...mailServiceMailRoutes,
  ...outboxRoutes,
  ...outgoingMailRoutes,
  ...connectionRoutes,
  ...flowRoutes,
  ...flowSchemaRoutes,
  ...explainRoutes,
  ...flowRunRoutes,
  ...flowBeginningRoutes,
  ...catalogueRoutes,
  ...reportRoutes,
  ...streamRoutes,
  ...serviceRoutes,
  ...docsRoutes(openApiDocument),
];

/** The contract as OpenAPI 3.1, from the schemas that validate requests. */
export function openApiDocument(): object {
  return describeRoutes(routes);
}
