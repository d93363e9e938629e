// `npm run test:faults`: the long fault runs (minutes of kill -9, absences, lost data), alone.
process.env.LONG_FAULTS = '1';
await import('./test.mjs');
