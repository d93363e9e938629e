import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/database';
import {
  countLeftOutMails,
  holdImapPosition,
  letGoImapPosition,
  type FetchedMailbox,
  type Hold,
  type ImapPosition,
} from '../../db/imap-position-store';
import { noteMailboxHealth } from '../../db/mailbox-health-store';
import type { SecretBox } from '../../db/secret-box';
import { DomainError } from '../../domain/domain-error';
import { serverProblemSentence } from '../../domain/mail/server-problem';
import type { MailIntake } from '../mail-intake';
import { mailTexts } from '../../domain/mail/messages';
import { serverFailure } from '../server-failure';
import { fetchNewMails, NotStored } from './fetch-new-mails';
import { openFolder } from './open-folder';

export interface FetchingDeps {
  db: Database;
  secrets: SecretBox;
  intake: Pick<MailIntake, 'receive'>;
  log: Logger;
  /** A larger mail stays in its folder, and a notice comes instead. */
  maxMegabytes?: number;
  /** After so many failures a notice comes instead of a mail. */
  triesBeforeNotice?: number;
}

/** Fetches one mailbox for as long as it is let. */
export interface ImapFetcher {
  /** Ends, and lets another process have the mailbox. */
  stop(): Promise<void>;
}

/** How long a process that died keeps others from a mailbox, in seconds. */
const holdS = 30;
const renewEveryMs = 10_000;
const askForHoldEveryMs = 3_000;
/** Servers that tell nothing (no IDLE, or an IDLE that fell asleep) are asked so often. */
const askEveryMs = 60_000;
const firstPauseMs = 2_000;
const longestPauseMs = 5 * 60_000;
/** Servers lock accounts that are tried again and again with a wrong password. */
const pauseAfterRefusalMs = 60_000;

/**
 * Keeps a connection to the account, fetches what is new whenever the server tells (IDLE, RFC 2177)
 * or a minute has passed, and connects again, with growing pauses, when it breaks. Processes share
 * mailboxes: whoever holds the position fetches.
 */
export function startImapFetcher(
  deps: FetchingDeps,
  mailbox: FetchedMailbox,
  holder: string,
): ImapFetcher {
  const { db, log } = deps;
  const { id: mailboxId, address, imap } = mailbox;
  const hold: Hold = { mailboxId, holder };
  const ending = new AbortController();
  let failures = 0;

  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const pauseMs = await fetchWhileHeld();
      await pause(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    await letGoImapPosition(db, hold).catch(() => undefined);
  };

  /** Answers how long to wait before the next try, in ms. */
  const fetchWhileHeld = async (): Promise<number> => {
    const letGo = new AbortController();
    const over = AbortSignal.any([ending.signal, letGo.signal]);
    const keepHold = () => holdImapPosition(db, { ...hold, imap, seconds: holdS });
    const renewal = setInterval(() => {
      keepHold().then(
        (still) => still ?? letGo.abort(),
        (err: unknown) => log.debug({ err }, 'the hold on a mailbox could not be renewed'),
      );
    }, renewEveryMs);
    try {
      const position = await ours(keepHold);
      if (position) await fetchUntilItEnds(position, over);
      return position ? firstPauseMs : askForHoldEveryMs;
    } catch (error) {
      if (over.aborted) return askForHoldEveryMs;
      failures += 1;
      return await noteFailure(deps, mailbox, error, failures);
    } finally {
      clearInterval(renewal);
    }
  };

  const fetchUntilItEnds = async (begin: ImapPosition, over: AbortSignal): Promise<void> => {
    const password = mailbox.sealedPassword && deps.secrets.open(mailbox.sealedPassword);
    const connection = await openFolder(imap, password);
    const { client } = connection;
    const close = (): void => client.close();
    over.addEventListener('abort', close, { once: true });
    try {
      let position = begin;
      while (client.usable && !over.aborted) {
        connection.quiet();
        const folder = { client, hold, address, imap, position };
        position = await fetchNewMails(deps, folder, over);
        failures = 0;
        await ours(noteSuccess);
        await connection.news(askEveryMs);
      }
    } finally {
      over.removeEventListener('abort', close);
      client.close();
    }
  };

  /** Where mails were left out all else is well, but somebody has to look at these. */
  const noteSuccess = async (): Promise<void> => {
    const leftOut = await countLeftOutMails(db, hold);
    const problem = leftOut === 0 ? null : mailTexts.mailsLeftOut(leftOut, imap.folder);
    await noteMailboxHealth(db, { mailboxId, way: 'imap', problem });
  };

  const running = run();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

/** What our own database does not do is not the server's fault. */
async function ours<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new NotStored('the position of a mailbox could not be read or kept', { cause });
  }
}

/** Tells why a mailbox is not fetched; answers how long to wait before the next try, in ms. */
async function noteFailure(
  { db, log }: FetchingDeps,
  { id, address, imap }: FetchedMailbox,
  error: unknown,
  failures: number,
): Promise<number> {
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(failures - 1, 20), longestPauseMs);
  const level = failures === 1 ? 'warn' : 'debug';
  if (error instanceof NotStored) {
    log[level]({ mailbox: address, err: error.cause }, 'fetched mail waits in its mailbox');
    return pauseMs;
  }
  const failure = serverFailure(error);
  const problem =
    error instanceof DomainError
      ? error.message
      : serverProblemSentence(failure.problem, imap, failure.said);
  log[level]({ mailbox: address, problem }, 'a mailbox cannot be fetched, it is tried again');
  await noteMailboxHealth(db, { mailboxId: id, way: 'imap', problem }).catch(() => undefined);
  return failure.problem === 'sign-in' ? Math.max(pauseMs, pauseAfterRefusalMs) : pauseMs;
}
