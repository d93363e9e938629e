import {
  countUnread,
  listNotifications,
  readAllNotifications,
  readNotification,
  type NotificationPlace,
} from '../../db/notification-store';
import {
  readNotificationWishes,
  saveNotificationWishes,
} from '../../db/notification-settings-store';
import { usualWishes } from '../../domain/notification/kind';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { agentIdOf } from '../http/own-things';
import { noContent, ok } from '../http/reply';
import { orNotFound } from '../people/not-found';
import {
  mostUnread,
  notificationPage,
  notificationsQuery,
  readQuery,
  wishesBody,
  wishesSchema,
} from './schema';

const settings = '/api/v1/me/notification-settings';

/** Everybody sees and changes only their own: the agent is always the one who asks. */
export const notificationRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/notifications',
    summary: 'What you were told of, the latest first, and how many you have not read',
    access: 'signed-in',
    query: notificationsQuery,
    responses: { 200: notificationPage },
    async handler({ deps, principal, query }) {
      const agentId = agentIdOf(principal);
      const { limit = defaultLimit, cursor } = query;
      const unreadOnly = query.unread === 'true';
      const scope = ['notifications', agentId, unreadOnly];
      const { secret } = deps.installation;
      const after = cursor ? decodeCursor<NotificationPlace>(secret, scope, cursor) : undefined;
      const [found, unread] = await Promise.all([
        listNotifications(deps.db, agentId, { unreadOnly, limit: limit + 1, after }),
        countUnread(deps.db, agentId, mostUnread),
      ]);
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return ok({
        items: shown,
        nextCursor: last ? encodeCursor(secret, scope, { at: last.at, id: last.id }) : null,
        unread,
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/read',
    summary: 'Mark all of them as read',
    access: 'signed-in',
    query: readQuery,
    responses: { 204: null },
    async handler({ deps, principal, query }) {
      await readAllNotifications(deps.db, agentIdOf(principal), query.ticket ?? null);
      return noContent();
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/:id/read',
    summary: 'Mark one as read',
    access: 'signed-in',
    params: idParams,
    responses: { 204: null },
    async handler({ deps, principal, params }) {
      const known = await readNotification(deps.db, agentIdOf(principal), params.id);
      orNotFound(known || null, 'notification');
      return noContent();
    },
  }),
  defineRoute({
    method: 'get',
    path: settings,
    summary: 'Of what you want to be told, by mail and in the product',
    access: 'signed-in',
    responses: { 200: wishesSchema },
    async handler({ deps, principal }) {
      const agentId = agentIdOf(principal);
      return ok((await readNotificationWishes(deps.db, [agentId])).get(agentId) ?? usualWishes);
    },
  }),
  defineRoute({
    method: 'put',
    path: settings,
    summary: 'Say of what you want to be told; kinds that are left out stay as they are',
    access: 'signed-in',
    body: wishesBody,
    responses: { 200: wishesSchema },
    async handler({ deps, principal, body }) {
      const agentId = agentIdOf(principal);
      await saveNotificationWishes(deps.db, agentId, body);
      return ok((await readNotificationWishes(deps.db, [agentId])).get(agentId) ?? usualWishes);
    },
  }),
];
