import { running } from './start-stack';

/** Jest's globalTeardown for tests with real servers. */
export default async function stopStack(): Promise<void> {
  await running.stop?.();
}
