// `npm run bench`: sets up what is missing, then measures.
import { load } from './run-typescript.mjs';
import { setUp } from './setup.mjs';

await setUp();
process.exit(await load('../bench/run.ts').main(process.argv.slice(2)));
