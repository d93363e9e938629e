// `npm run fuzz [-- --minutes 10 --seed 1]`: shows hostile mails to the parser's door.
import { load } from './run-typescript.mjs';
import { setUp } from './setup.mjs';

await setUp({ ui: false });
process.exit(await load('../test/mail/fuzz/run.ts').main(process.argv.slice(2)));
