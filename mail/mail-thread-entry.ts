import { parentPort } from 'node:worker_threads';
import type { DnsType } from './dns';
import { parsePlain, type PlainMail } from './parse-mail';
import { sanitiseHtml } from './sanitise-html';
import { verifyMail, type Hop, type Verified } from './verify-mail';

/** What is asked of the thread. */
export type Task =
  | { raw: Uint8Array; hop?: Hop }
  /** By their Content-IDs, where the pictures of the mail are. */
  | { html: string; images: ReadonlyMap<string, string> };

export type Answer =
  { mail: PlainMail } | { html: string } | { verified: Verified } | { unreadable: string };

/** What the thread asks of the DNS meanwhile, by a number. */
export interface Question {
  asks: number;
  name: string;
  type: DnsType;
}

export interface Reply {
  answers: number;
  records?: unknown[];
  error?: { message?: string; code?: string };
}

const asked = new Map<number, (reply: Reply) => void>();
let questions = 0;

/** The other side of `mail-thread`: answers one task after the other. */
parentPort?.on('message', (message: Task | Reply) => {
  if ('answers' in message) {
    asked.get(message.answers)?.(message);
    asked.delete(message.answers);
    return;
  }
  answerTo(message).then(tell, (error: unknown) =>
    tell({ unreadable: error instanceof Error ? error.message : String(error) }),
  );
});

function tell(message: Answer | Question): void {
  parentPort!.postMessage(message);
}

async function answerTo(task: Task): Promise<Answer> {
  if ('html' in task) return { html: sanitiseHtml(task.html, (id) => task.images.get(id) ?? null) };
  const { buffer, byteOffset, byteLength } = task.raw;
  const raw = Buffer.from(buffer, byteOffset, byteLength);
  if (task.hop) return { verified: await verifyMail(raw, task.hop, askDns) };
  return { mail: await parsePlain(raw) };
}

function askDns(name: string, type: DnsType): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    questions += 1;
    asked.set(questions, ({ records, error }) => {
      if (records) resolve(records);
      else reject(Object.assign(new Error(error?.message), { code: error?.code }));
    });
    tell({ asks: questions, name, type });
  });
}
