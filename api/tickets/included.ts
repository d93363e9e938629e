import type { ApiDeps } from '../deps';
import { readRunPage } from '../flow-runs/page';
import type { Page } from '../http/fields';
import { readMessagePage } from '../messages/page';
import { readEventPage } from './event-page';
import type { Inclusion } from './schema';

const limit = 200;

const readers: Record<Inclusion, (deps: ApiDeps, number: number) => Promise<Page>> = {
  messages: (deps, number) => readMessagePage(deps, number, { limit }),
  events: (deps, number) => readEventPage(deps, number, { limit }),
  flowRuns: (deps, ticket) => readRunPage(deps, { ticket }, { limit: 20 }),
};

/** The first page of each list that is asked for beside the ticket. */
export async function readIncluded(
  deps: ApiDeps,
  number: number,
  inclusions: readonly Inclusion[],
): Promise<Partial<Record<Inclusion, Page>>> {
  const pages = await Promise.all(
    inclusions.map(async (name) => [name, await readers[name](deps, number)] as const),
  );
  return Object.fromEntries(pages);
}
