// `npm start`: sets up what is missing, then runs the product in this process.
import { load } from './run-typescript.mjs';
import { setUp } from './setup.mjs';

await setUp();
await load('../runtime/main.ts').main();
