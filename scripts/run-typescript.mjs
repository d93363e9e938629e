// Lets this process load the project's TypeScript. Only after set-up: tsx is a package.
import { createRequire } from 'node:module';

/** Loads a TypeScript file of the project, given relative to `scripts/`. */
export function load(file) {
  const require = createRequire(import.meta.url);
  require('tsx/cjs/api').register();
  process.setSourceMapsEnabled(true);
  return require(file);
}
