import type { Logger } from '../config/logger';
import { isOfMachinesOnly } from '../db/automatic-mail-store';
import type { Database } from '../db/database';
import { readInstallation } from '../db/installation';
import { findThreadPeople, listMailedMessages, type ThreadPeople } from '../db/mail-thread-store';
import {
  dropSurvey,
  listDueSurveys,
  noteSurveyAsked,
  postponeSurvey,
  type DueSurvey,
} from '../db/survey-store';
import { looksLikeAddress } from '../domain/mail/address';
import { customerLink } from './customer-link';
import { queueMail } from './queue-mail';
import { mailboxFor } from './sender';
import { writeFromTemplate } from './write-from-template';

const atOnce = 20;
const hourMs = 3_600_000;
const tryAgainMs = 60_000;

interface Desk {
  publicUrl: string;
  /** Told when an admin's words for the mail cannot be used. */
  log: Pick<Logger, 'warn'>;
}

/**
 * Asks the customers of resolved tickets how satisfied they are, once each, where the ticket's mailbox
 * does so. Doing it again, after a crash or in two processes at once, queues no second mail. Answers
 * how many it dealt with.
 */
export async function sendSurveys(db: Database, desk: Desk): Promise<number> {
  const due = await listDueSurveys(db, atOnce);
  for (const survey of due) {
    try {
      await ask(db, survey, desk);
    } catch (err) {
      const { ticket } = survey;
      desk.log.warn({ ticket, err }, 'a customer could not be asked, it is tried again');
      await postponeSurvey(db, ticket, new Date(Date.now() + tryAgainMs));
    }
  }
  return due.length;
}

async function ask(db: Database, { ticket, resolvedAt }: DueSurvey, desk: Desk): Promise<void> {
  const people = await findThreadPeople(db, ticket);
  if (!people || !mayBeAsked(people)) return dropSurvey(db, ticket);
  if (await isOfMachinesOnly(db, ticket, people.requester.email)) return dropSurvey(db, ticket);
  const mailbox = await mailboxFor(db, await listMailedMessages(db, ticket));
  if (!mailbox.surveys) return dropSurvey(db, ticket);
  const from = new Date(resolvedAt.getTime() + mailbox.surveyAfterHours * hourMs);
  if (from.getTime() > Date.now()) return postponeSurvey(db, ticket, from);

  const { requester, title } = people;
  const page = { ticket, address: requester.email };
  const values = {
    'requester.name': requester.name || null,
    'mailbox.name': mailbox.name,
    'ticket.number': ticket,
    'ticket.title': title,
    link: customerLink(desk.publicUrl, page, await readInstallation(db)),
  };
  const words = await writeFromTemplate(db, 'survey', values, { log: desk.log });
  const key = `survey/${ticket}`;
  await queueMail(db, { key, to: requester.email, ...words, ticketNumber: ticket, kind: 'survey' });
  await noteSurveyAsked(db, ticket);
}

/** Not about what is open again, was merged or thrown away, nor whom no mail can reach. */
function mayBeAsked({ status, mergedInto, removed, requester }: ThreadPeople): boolean {
  const isDone = status === 'resolved' || status === 'closed';
  return isDone && mergedInto === null && removed === null && looksLikeAddress(requester.email);
}
