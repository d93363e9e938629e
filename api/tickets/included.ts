import { conversationOfTicket } from '../../db/conversation-view-store';
import { listRelations } from '../../db/relation-store';
import { listWatchers } from '../../db/watcher-store';
import type { ApiDeps } from '../deps';
import { readRunPage } from '../flow-runs/page';
import { readMessagePage } from '../messages/page';
import { readEventPage } from './event-page';
import type { Inclusion } from './schema';

const limit = 200;

const readers: Record<Inclusion, (deps: ApiDeps, number: number) => Promise<object | null>> = {
  messages: (deps, number) => readMessagePage(deps, number, { limit }),
  events: (deps, number) => readEventPage(deps, number, { limit }),
  flowRuns: (deps, ticket) => readRunPage(deps, { ticket }, { limit: 20 }),
  conversation: ({ db }, number) => conversationOfTicket(db, number),
  relations: ({ db }, number) => listRelations(db, number),
  watchers: ({ db }, number) => listWatchers(db, number),
};

/** What is asked for beside the ticket: of a list its first page. */
export async function readIncluded(
  deps: ApiDeps,
  number: number,
  inclusions: readonly Inclusion[],
): Promise<Partial<Record<Inclusion, object | null>>> {
  const pages = await Promise.all(
    inclusions.map(async (name) => [name, await readers[name](deps, number)] as const),
  );
  return Object.fromEntries(pages);
}
