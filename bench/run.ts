import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DomainError } from '../domain/domain-error';
import type { Bench, Row } from './bench';
import { benches } from './benches';
import { endAllProcesses, startBenchProduct, type BenchProduct } from './product';
import { json, table } from './report';
import { startBenchServers } from './servers';

const usage = 'npm run bench -- [--only PART-OF-A-NAME] [--quick] [--json FILE]';

/** Measures floors and product in one run on the same servers, prints ratios. Asserts nothing. */
export async function main(args: string[]): Promise<number> {
  const { only, quick, jsonFile } = readArguments(args);
  const chosen = benches.filter(({ rows }) => rows.some((name) => name.includes(only)));
  if (chosen.length === 0) {
    console.error(`No row has "${only}" in its name. There are:`);
    for (const { rows } of benches) for (const name of rows) console.error(`  ${name}`);
    return 2;
  }
  const tell = (line: string): void => console.error(line);
  try {
    const rows = (await runAll(chosen, { quick, tell })).filter(({ name }) => name.includes(only));
    console.log(`\n${table(rows)}`);
    if (jsonFile !== undefined) writeFileSync(jsonFile, json(rows));
    return 0;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function readArguments(args: string[]): { only: string; quick: boolean; jsonFile?: string } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: 'string', default: '' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    });
    const jsonFile = values.json === undefined ? {} : { jsonFile: values.json };
    return { only: values.only, quick: values.quick, ...jsonFile };
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: ${usage}`);
    process.exit(2);
  }
}

/** Benches that want the same product share one; it is gone before the next kind is started. */
async function runAll(
  chosen: readonly Bench[],
  { quick, tell }: { quick: boolean; tell: (line: string) => void },
): Promise<Row[]> {
  const interrupted = untilInterrupted();
  const servers = await startBenchServers(tell);
  const rows: Row[] = [];
  let product: BenchProduct | undefined;
  let kind: Bench['product'] = 'none';
  try {
    for (const bench of chosen) {
      if (bench.product !== kind) {
        await product?.stop();
        product = undefined;
        kind = bench.product;
        if (kind !== 'none') product = await startBenchProduct(servers, kind);
      }
      tell(`${bench.rows.join(' · ')} …`);
      const running = bench.run({ servers, product: product!, quick, tell });
      rows.push(...(await Promise.race([running, interrupted])));
    }
  } finally {
    await product?.stop();
    await endAllProcesses();
    await servers.stop();
  }
  return rows;
}

/** Rejects at Ctrl-C: the servers are no children of the terminal and must be stopped by us. */
function untilInterrupted(): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () =>
        reject(new DomainError('interrupted', 'The bench was interrupted.')),
      );
    }
  });
  interrupted.catch(() => undefined);
  return interrupted;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => process.exit(code));
}
