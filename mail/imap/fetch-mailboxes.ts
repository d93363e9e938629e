import { randomUUID } from 'node:crypto';
import { listFetchedMailboxes, type FetchedMailbox } from '../../db/imap-position-store';
import { startImapFetcher, type FetchingDeps, type ImapFetcher } from './imap-fetcher';

const lookEveryMs = 2_000;

/**
 * Fetches the mail of all mailboxes that have an IMAP account; what is set, changed or removed in the
 * settings counts within seconds. Any number of processes may do so. Answers how to end it.
 */
export function fetchMailboxes(deps: FetchingDeps): () => Promise<void> {
  const fetchers = new Map<string, { settings: string; fetcher: ImapFetcher }>();

  const follow = async (): Promise<void> => {
    const mailboxes = await listFetchedMailboxes(deps.db);
    const wanted = new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox]));
    for (const [id, { settings, fetcher }] of fetchers) {
      const mailbox = wanted.get(id);
      if (mailbox && settingsOf(mailbox) === settings) continue;
      await fetcher.stop();
      fetchers.delete(id);
    }
    for (const [id, mailbox] of wanted) {
      if (fetchers.has(id)) continue;
      const fetcher = startImapFetcher(deps, mailbox, randomUUID());
      fetchers.set(id, { settings: settingsOf(mailbox), fetcher });
    }
  };

  let failing = false;
  const look = (): Promise<unknown> =>
    follow().then(
      () => (failing = false),
      (err: unknown) => {
        if (!failing) deps.log.warn({ err }, 'mailboxes wait to be fetched');
        failing = true;
      },
    );
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
    await Promise.all([...fetchers.values()].map(({ fetcher }) => fetcher.stop()));
  };
}

function settingsOf({ address, imap, sealedPassword }: FetchedMailbox): string {
  return JSON.stringify([address, imap, sealedPassword]);
}
