// `npm run cli -- COMMAND …`: what scripts/cli.ts can do, after installing what is missing.
import { load } from './run-typescript.mjs';
import { setUp } from './setup.mjs';

await setUp({ ui: false });
process.exitCode = await load('./cli.ts').cli(process.argv.slice(2), process.env);
