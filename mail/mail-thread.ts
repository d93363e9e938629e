import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { mailTexts } from '../domain/mail/messages';
import { UnreadableMail, type PlainMail } from './parse-mail';
import type { ResolveDns } from './dns';
import type { Answer, Question, Task } from './mail-thread-entry';
import type { Hop, Verified } from './verify-mail';

/** Large mails are read here, one at a time, so that none of them holds up anything else. */
export interface MailThread {
  parse(raw: Buffer): Promise<PlainMail>;
  sanitise(html: string, images: ReadonlyMap<string, string>): Promise<string>;
  verify(raw: Buffer, hop: Hop, resolveDns: ResolveDns): Promise<Verified>;
}

interface Job {
  task: Task;
  /** For what the task asks while it is done. */
  resolveDns: ResolveDns | undefined;
  settle: (answer: Answer) => void;
}

const entry = path.join(__dirname, 'mail-thread-entry.ts');
const tsx = createRequire(__filename).resolve('tsx/cjs/api');
/** Also where the process itself did not begin with tsx, as in tests. */
const boot = `require(${JSON.stringify(tsx)}).register(); require(${JSON.stringify(entry)});`;

/**
 * A thread that begins with the first task and ends when there was none for a while. A task that takes
 * too long or too much memory ends it: that mail is unreadable, the next one gets a new thread.
 */
export function openMailThread({ limitMs = 30_000, heapMegabytes = 512, idleMs = 60_000 } = {}) {
  const waiting: Job[] = [];
  let running: Job | undefined;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;

  const done = (answer: Answer): void => {
    clearTimeout(timer);
    const job = running;
    running = undefined;
    job?.settle(answer);
    next();
  };
  const end = (): void => {
    void worker?.terminate();
    worker = undefined;
  };
  const begin = (): Worker => {
    const started = new Worker(boot, {
      eval: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    const isCurrent = (): boolean => started === worker;
    started.on('message', (message: Answer | Question) => {
      if (!isCurrent()) return;
      if ('asks' in message) void answerQuestion(started, message, running?.resolveDns);
      else done(message);
    });
    const broke = (error: Error & { code?: string }): void => {
      if (!isCurrent()) return;
      worker = undefined;
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      done({ unreadable: full ? mailTexts.takesTooMuchMemory : error.message });
    };
    started.on('error', broke);
    started.on('exit', () => broke(new Error(mailTexts.readingEnded)));
    return started;
  };
  const next = (): void => {
    running = waiting.shift();
    if (!running) {
      worker?.unref();
      timer = setTimeout(end, idleMs).unref();
      return;
    }
    worker ??= begin();
    worker.ref();
    timer = setTimeout(() => {
      end();
      done({ unreadable: mailTexts.takesTooLong });
    }, limitMs);
    worker.postMessage(running.task);
  };

  const ask = (task: Task, resolveDns?: ResolveDns): Promise<Answer> =>
    new Promise((settle) => {
      waiting.push({ task, resolveDns, settle });
      if (running) return;
      clearTimeout(timer);
      next();
    });
  return {
    async parse(raw: Buffer): Promise<PlainMail> {
      const answer = await ask({ raw: new Uint8Array(raw) });
      if ('mail' in answer) return withBuffers(answer.mail);
      throw new UnreadableMail('unreadable' in answer ? answer.unreadable : mailTexts.readingEnded);
    },
    async sanitise(html: string, images: ReadonlyMap<string, string>): Promise<string> {
      const answer = await ask({ html, images });
      return 'html' in answer ? answer.html : '';
    },
    async verify(raw: Buffer, hop: Hop, resolveDns: ResolveDns): Promise<Verified> {
      const answer = await ask({ raw: new Uint8Array(raw), hop }, resolveDns);
      return 'verified' in answer ? answer.verified : { spf: null, signatures: [] };
    },
  } satisfies MailThread;
}

/** The DNS is asked by the process, whose resolver it is. */
async function answerQuestion(
  worker: Worker,
  { asks, name, type }: Question,
  resolveDns: ResolveDns | undefined,
): Promise<void> {
  try {
    const records = await resolveDns!(name, type);
    worker.postMessage({ answers: asks, records });
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    worker.postMessage({ answers: asks, error: { message, code } });
  }
}

/** What comes out of a thread are plain arrays. */
function withBuffers(mail: PlainMail): PlainMail {
  const parts = mail.parts.map((part) => {
    const { buffer, byteOffset, byteLength } = part.content;
    return { ...part, content: Buffer.from(buffer, byteOffset, byteLength) };
  });
  return { ...mail, parts };
}
