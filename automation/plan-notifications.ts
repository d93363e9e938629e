import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import {
  membersOfTeams,
  mentionedInMessages,
  snoozersOfTickets,
  watchersOfTickets,
  writersOfMessages,
} from '../db/concerned-store';
import { addNotifications } from '../db/notification-store';
import { readNotificationWishes } from '../db/notification-settings-store';
import {
  endsSnooze,
  failedToArrive,
  isWorthWatching,
  newTeam,
  noticesOf,
  type Concerned,
} from '../domain/notification/notices';
import type { TicketEvent } from '../domain/ticket/event';
import { queueNoticeMail } from './queue-notice-mail';
import type { Plan } from './relay';

/**
 * Tells agents of what concerns them, in the product and by mail as each wishes, in the transaction
 * that moves the relay's cursor. Nobody is told of their own doing or twice of one.
 */
export function planNotifications({
  publicUrl,
  log,
}: {
  publicUrl: string;
  /** Told when an admin's words for a mail cannot be used. */
  log?: Pick<Logger, 'warn'>;
}): Plan {
  return async (db, events, transaction) => {
    const notices = noticesOf(events, await concernedBy(db, events, transaction));
    if (notices.length === 0) return;
    const agentIds = [...new Set(notices.map(({ agentId }) => agentId))];
    const wishes = await readNotificationWishes(db, agentIds, transaction);
    const wish = (one: (typeof notices)[number]) => wishes.get(one.agentId)?.[one.kind];
    const shown = notices.filter((one) => wish(one)?.inApp);
    await addNotifications(db, shown, transaction);
    for (const notice of notices) {
      if (wish(notice)?.mail) await queueNoticeMail(db, { notice, publicUrl, log }, transaction);
    }
  };
}

async function concernedBy(
  db: Database,
  events: readonly TicketEvent[],
  transaction: Transaction,
): Promise<Concerned> {
  const teams = events.flatMap((event) => newTeam(event) ?? []);
  const watched = events.filter(isWorthWatching).map(({ ticket }) => ticket);
  const woken = events.filter(endsSnooze).map(({ ticket }) => ticket);
  const notes = events.flatMap(({ type, messageId }) =>
    type === 'message.note_added' && messageId ? [messageId] : [],
  );
  const failed = events.flatMap((event) =>
    failedToArrive(event) && event.messageId ? [event.messageId] : [],
  );
  return {
    members: await membersOfTeams(db, teams, transaction),
    watchers: await watchersOfTickets(db, watched, transaction),
    snoozers: await snoozersOfTickets(db, woken, transaction),
    writers: await writersOfMessages(db, failed, transaction),
    mentioned: await mentionedInMessages(db, notes, transaction),
  };
}
