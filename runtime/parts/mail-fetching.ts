import { fetchMailboxes } from '../../mail/imap/fetch-mailboxes';
import type { Part } from '../product';

/** Fetches the mail of mailboxes that have an IMAP account. */
export const mailFetching: Part = {
  name: 'mail fetching',
  roles: ['all', 'api'],
  start: ({ db, secrets, intake, log }) => fetchMailboxes({ db, secrets, intake, log }),
};
