// `npm start`: sets up what is missing, then runs the product in this process.
import { load } from './run-typescript.mjs';
import { setUp } from './setup.mjs';

const parent = process.ppid;
await setUp();
if (process.env.npm_lifecycle_event) stopWithNpm();
await load('../runtime/main.ts').main();

// A signal to npm ends npm and its shell but does not reach us: their end is our signal.
function stopWithNpm() {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
