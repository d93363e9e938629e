import type { Logger } from 'pino';
import type { Database } from '../db/database';
import { isDatabaseAway } from '../db/database-away';
import {
  claimInboundMail,
  claimLeftInboundMails,
  claimS,
  claimSuspectMail,
  leaveInboundMails,
  noteInboundFailure,
  renewClaim,
  unclaimInboundMail,
} from '../db/inbound-claim-store';
import {
  findInboundMail,
  finishInboundMail,
  takeBackInboundMail,
  type InboundMail,
} from '../db/inbound-mail-store';
import { readInstallation, type Installation } from '../db/installation';
import { DomainError } from '../domain/domain-error';
import { isOnTicket, mailOutcomes, releasableOutcomes } from '../domain/mail/intake';
import { mailTexts } from '../domain/mail/messages';
import { cleanLine } from './clean-text';
import type { SenderChecks } from './authenticate';
import { openMemoryBudget } from './memory-budget';
import { processMail } from './process-mail';
import { readAgain } from './read-again';
import { receiveMail, type Alongside, type ArrivedMail, type Received } from './receive-mail';

export interface Release {
  /** The agent's name. */
  by: string;
  /** Lets its sender onto the thread for good; otherwise it is this mail only that joins. */
  addAsParticipant?: boolean | undefined;
}

/** Where every incoming mail goes, whatever brings it. */
export interface MailIntake {
  /**
   * Stores a raw mail, and what goes `alongside` in the same transaction, and begins to process it,
   * without waiting for that. Throws when not stored.
   */
  receive(mail: ArrivedMail, alongside?: Alongside): Promise<Received>;
  /** The mail once it is dealt with, or as it is when `withinMs` are over; null: unknown id. */
  settled(id: string, withinMs: number): Promise<InboundMail | null>;
  /** An agent lets a quarantined, blocked or ignored mail through. Throws `mail-not-held`. */
  release(id: string, release: Release): Promise<InboundMail>;
  /**
   * Processes a mail as if it had just come, whatever an agent thought of it before; one that is on a
   * ticket is only read anew. Throws `mail-already-processed` while the same mail is let in.
   */
  processAgain(id: string): Promise<InboundMail>;
  /** Takes up what a crash or a failure has left. Answers how many mails there were. */
  processLeft(): Promise<number>;
  /** Ends when the mails being processed are done. */
  stop(): Promise<void>;
}

const atOnce = 4;
const longestQueue = 1_000;
const sweepEveryMs = 1_000;
const sweepAtOnce = 20;
const failuresBeforeUnreadable = 5;
const beginningsBeforeUnreadable = 10;
/**
 * All new mails that are being dealt with together, and all of a sweep: each is there several times over
 * while it is read.
 */
const memoryForMails = 64 * 1024 * 1024;

/** Opens the intake of one process; any number of processes may have one on the same database. */
export function openMailIntake({
  db,
  log,
  checks,
  publicUrl,
}: {
  db: Database;
  log: Logger;
  checks: SenderChecks;
  /** Where people reach the product; links in acknowledgements lead there. */
  publicUrl?: string;
}): MailIntake {
  let installation: Promise<Installation> | undefined;
  const memory = openMemoryBudget(memoryForMails);
  const queue: string[] = [];
  const running = new Set<Promise<void>>();
  const waiting = new Map<string, Set<() => void>>();
  let stopped = false;
  let sweeping: Promise<unknown> = Promise.resolve();

  const whoWeAre = (): Promise<Installation> => {
    installation ??= readInstallation(db).catch((error: unknown) => {
      installation = undefined;
      throw error;
    });
    return installation;
  };

  const handle = async (mail: InboundMail): Promise<void> => {
    const renewal = setInterval(
      () => {
        renewClaim(db, mail).catch((err: unknown) =>
          log.debug({ mail: mail.id, err }, 'the claim on a mail could not be renewed'),
        );
      },
      (claimS * 1_000) / 3,
    );
    try {
      if (mail.attempts > beginningsBeforeUnreadable) {
        await giveUp(db, mail, mail.reason ?? mailTexts.endedTheProgramOften);
      } else
        await processMail(db, mail, { installation: await whoWeAre(), checks, publicUrl, log });
    } catch (error) {
      await handleFailure({ db, log }, mail, error);
    } finally {
      clearInterval(renewal);
      for (const tell of waiting.get(mail.id) ?? []) tell();
    }
  };

  const takeUp = async (id: string): Promise<void> => {
    const mail = await claimInboundMail(db, id);
    if (!mail) return;
    // For want of memory it is left to the sweep.
    if (!memory.take(mail.size)) return unclaimInboundMail(db, mail);
    await handle(mail).finally(() => memory.giveBack(mail.size));
  };

  let isAlone = false;
  const begin = (): void => {
    while (!isAlone && running.size < atOnce && queue.length > 0) {
      const id = queue.shift()!;
      const work = takeUp(id)
        .catch((err: unknown) => log.warn({ mail: id, err }, 'a mail waits to be processed'))
        .finally(() => {
          running.delete(work);
          begin();
        });
      running.add(work);
    }
  };

  const enqueue = (id: string): void => {
    // What finds no room is taken up by the sweep.
    if (stopped || queue.length >= longestQueue) return;
    queue.push(id);
    begin();
  };

  const processLeft = async (): Promise<number> => {
    const left = await claimLeftInboundMails(db, { limit: sweepAtOnce, bytes: memoryForMails });
    await Promise.all(left.map(handle));
    return left.length + (await processSuspect());
  };

  /** One that may end the program has it for itself. */
  const processSuspect = async (): Promise<number> => {
    const suspect = await claimSuspectMail(db);
    if (!suspect) return 0;
    isAlone = true;
    try {
      await Promise.all(running);
      await handle(suspect);
    } finally {
      isAlone = false;
      begin();
    }
    return 1;
  };

  let failing = false;
  const timer = setInterval(() => {
    sweeping = sweeping
      .then(async () => {
        while (!stopped && (await processLeft()) > 0);
        failing = false;
      })
      .catch((err: unknown) => {
        if (!failing) log.warn({ err }, 'mails wait to be processed');
        failing = true;
      });
  }, sweepEveryMs);

  const takeBack = async (
    id: string,
    from: Parameters<typeof takeBackInboundMail>[2],
    otherwise: (mail: InboundMail) => DomainError,
    release?: Parameters<typeof takeBackInboundMail>[3],
  ): Promise<InboundMail> => {
    if (!(await takeBackInboundMail(db, id, from, release))) {
      const mail = await findInboundMail(db, id);
      if (!mail) throw new DomainError('mail-not-found', `There is no mail ${id}.`);
      throw otherwise(mail);
    }
    enqueue(id);
    return (await settled(id, 5_000))!;
  };

  const settled = async (id: string, withinMs: number): Promise<InboundMail | null> => {
    const told = new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(limit);
        waiting.get(id)?.delete(done);
        if (waiting.get(id)?.size === 0) waiting.delete(id);
        resolve();
      };
      const limit = setTimeout(done, withinMs);
      waiting.set(id, (waiting.get(id) ?? new Set()).add(done));
    });
    const mail = await findInboundMail(db, id);
    const isDone = mail?.outcome !== 'received';
    if (isDone) for (const tell of waiting.get(id) ?? []) tell();
    await told;
    return isDone ? mail : findInboundMail(db, id);
  };

  return {
    async receive(mail, alongside) {
      const received = await receiveMail(db, mail, alongside);
      if (received.outcome === 'received') enqueue(received.id);
      return received;
    },
    settled,
    release: (id, { by, addAsParticipant = false }) =>
      takeBack(
        id,
        releasableOutcomes,
        (mail) =>
          releasableOutcomes.includes(mail.outcome)
            ? alreadyProcessed(mail)
            : new DomainError(
                'mail-not-held',
                'Only a quarantined, blocked or ignored mail can be released; this one is none of these.',
              ),
        { releasedBy: by, addsParticipant: addAsParticipant },
      ),
    async processAgain(id) {
      const mail = await findInboundMail(db, id);
      if (!mail || !isOnTicket(mail.outcome)) return takeBack(id, notOnTicket, alreadyProcessed);
      await readAgain(db, mail);
      return (await findInboundMail(db, id))!;
    },
    processLeft,
    async stop() {
      stopped = true;
      clearInterval(timer);
      const notBegun = queue.splice(0);
      if (notBegun.length > 0) await leaveInboundMails(db, notBegun).catch(() => undefined);
      await sweeping;
      await Promise.all(running);
    },
  };
}

const notOnTicket = mailOutcomes.filter((outcome) => !isOnTicket(outcome));

function alreadyProcessed({ outcome, ticket }: InboundMail): DomainError {
  return new DomainError(
    'mail-already-processed',
    `The same mail came once more and was dealt with (this one: ${outcome}${ticket === null ? '' : `, ticket ${ticket}`}); there is nothing to do again.`,
  );
}

/** Postgres away: it waits. Anything else may be the mail's own fault, and is tried some times. */
async function handleFailure(
  { db, log }: { db: Database; log: Logger },
  mail: InboundMail,
  err: unknown,
): Promise<void> {
  if (isDatabaseAway(err)) {
    log.warn({ mail: mail.id, err }, 'a mail waits for the database');
    return;
  }
  log.warn({ mail: mail.id, attempts: mail.attempts, err }, 'processing a mail failed');
  const why = cleanLine(err instanceof Error ? err.message : String(err), 300);
  try {
    if (mail.attempts >= failuresBeforeUnreadable) await giveUp(db, mail, why);
    else await noteInboundFailure(db, mail, why);
  } catch {
    // The database went away meanwhile; the pause that the claim set goes on.
  }
}

async function giveUp(db: Database, mail: InboundMail, why: string): Promise<void> {
  const reason = mailTexts.failedOften(why);
  const result = { outcome: 'unreadable', reason, ticket: null, messageId: null } as const;
  await finishInboundMail(db, mail, result);
}
