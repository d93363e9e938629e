import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { checkMail } from './check-mail';
import { hostileMails, type HostileMail } from './hostile-mails';

const mailsAtOnce = 200;
const megabyte = 1e6;
/** Of the processor's time, so that a busy machine fails nothing. */
const allowedMs = { atLeast: 5_000, aMegabyte: 5_000 };
const allowedBytes = 1_500 * megabyte;
const folder = path.join(__dirname, '../../../dist/fuzz');

/** Shows hostile mails to the parser's door for some minutes. Answers the exit code. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
  });
  const first = Number(values.seed ?? Date.now() % 1e9);
  const end = Date.now() + Number(values.minutes) * 60_000;
  say(`seed ${first}`);
  let mails = 0;
  let failed = 0;
  for (let seed = first; Date.now() < end; seed += 1) {
    const found = await fc.check(
      fc.asyncProperty(hostileMails(), async (mail) => {
        mails += 1;
        await withinLimits(mail);
      }),
      { seed, numRuns: mailsAtOnce, interruptAfterTimeLimit: Math.max(1, end - Date.now()) },
    );
    if (!found.failed || found.interrupted) continue;
    failed += 1;
    report(seed, found.counterexample![0], found.errorInstance);
  }
  say(`${mails} mails, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function withinLimits(mail: HostileMail): Promise<void> {
  const before = process.cpuUsage();
  await checkMail(mail);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1_000;
  const allowed = allowedMs.atLeast + (allowedMs.aMegabyte * mail.raw.length) / megabyte;
  if (ms > allowed) throw new Error(`It took ${Math.round(ms)} ms.`);
  const { rss } = process.memoryUsage();
  if (rss > allowedBytes) throw new Error(`It took ${Math.round(rss / megabyte)} MB.`);
}

function report(seed: number, { raw }: HostileMail, error: unknown): void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `seed-${seed}.eml`);
  writeFileSync(file, raw);
  const shown = raw.length <= 1_000 ? `: ${JSON.stringify(raw.toString('latin1'))}` : '';
  say(`seed ${seed} failed: ${error instanceof Error ? error.message : String(error)}`);
  say(`  the smallest mail, ${raw.length} bytes, is in ${file}${shown}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
