import { randomUUID } from 'node:crypto';
import { migrate } from '../../db/migrate';
import { openDatabase } from '../../db/database';
import type { Change } from '../../domain/ticket/command';
import type { Aim, Bench, BenchContext, Row } from '../bench';
import { messageOf, openBareCommands, type BareCommands } from '../floors/bare-commands';
import { floodInTurns, inTurns, summarise, timed } from '../measure';
import type { BenchProduct } from '../product';
import { usualNote, usualTicket } from '../ticket-content';

/** Each flips to and fro with `odd`, so that every call changes something. */
const fieldChanges = {
  status: (odd: boolean) => ({ status: odd ? ('in_progress' as const) : ('open' as const) }),
  priority: (odd: boolean) => ({ priority: odd ? ('high' as const) : ('low' as const) }),
  assign: (odd: boolean, agentId: string) => ({ assigneeId: odd ? agentId : null }),
};

const kinds = ['status', 'priority', 'assign', 'note'] as const;
type Kind = (typeof kinds)[number];

const rowName = (kind: Kind): string => `command: ${kind}`;
const aimOfOne: Aim = { ratioAtMost: 3, p50AtMostMs: 3 };

/** One client after the other's answer: what an agent waits for. */
export const oneCommand: Bench = {
  rows: kinds.map(rowName),
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    const floor = await openBareCommands(await migratedDatabase(context));
    const floorTicket = await floor.create(newTicket);
    const ticket = await createByApi(product);
    const rows: Row[] = [];
    for (const kind of kinds) {
      const pair = await inTurns({
        floor: (index) => timed(floorCommand(floor, floorTicket, kind, odd(index), product))(index),
        product: timed((index) => apiCommand(product, ticket, kind, odd(index))),
        times: quick ? 20 : 400,
        warmUp: quick ? 3 : 50,
      });
      rows.push({ name: rowName(kind), aim: aimOfOne, ...summarise(pair) });
    }
    await floor.bare.close();
    return rows;
  },
};

const clients = 16;
const ticketsEach = 4;

/** Sixteen clients on 64 tickets, all kinds mixed. */
export const commandsAtOnce: Bench = {
  rows: ['commands: 16 clients, automation idle'],
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    const url = await migratedDatabase(context);
    const floors = await Promise.all(Array.from({ length: clients }, () => openBareCommands(url)));
    const floorTickets = await Promise.all(
      floors.map((floor) => times(ticketsEach, () => floor.create(newTicket))),
    );
    const tickets = await times(clients * ticketsEach, () => createByApi(product));

    const measured = await floodInTurns({
      floor: (client, index) => {
        const number = floorTickets[client]![index % ticketsEach]!;
        return floorCommand(floors[client]!, number, ...commandAt(index), product)();
      },
      product: (client, index) => {
        const number = tickets[client * ticketsEach + (index % ticketsEach)]!;
        return apiCommand(product, number, ...commandAt(index));
      },
      clients,
      ms: quick ? 300 : 3_000,
      turns: quick ? 1 : 4,
    });
    for (const floor of floors) await floor.bare.close();
    return [{ name: this.rows[0]!, aim: { ratioAtLeast: 0.4 }, ...measured }];
  },
};

/** Each ticket gets each kind once forth and once back. */
export function commandAt(index: number): [Kind, boolean] {
  const round = Math.floor(index / ticketsEach);
  return [kinds[round % kinds.length]!, odd(Math.floor(round / kinds.length))];
}

export function apiCommand(
  { api, agentId }: BenchProduct,
  number: number,
  kind: Kind,
  isOdd: boolean,
): Promise<unknown> {
  const path = `/api/v1/tickets/${number}`;
  if (kind === 'note') return api.post(`${path}/messages`, { kind: 'note', text: usualNote });
  return api.patch(path, fieldChanges[kind](isOdd, agentId));
}

function floorCommand(
  floor: BareCommands,
  number: number,
  kind: Kind,
  isOdd: boolean,
  { agentId }: BenchProduct,
): () => Promise<void> {
  if (kind !== 'note') {
    const change: Change = { type: 'update', fields: fieldChanges[kind](isOdd, agentId) };
    return floor.prepare(number, change);
  }
  const messageId = randomUUID();
  const note = messageOf(messageId, 'note', usualNote);
  return floor.prepare(number, { type: 'add-note', messageId }, note);
}

export const newTicket = {
  ...usualTicket,
  priority: 'low',
  assigneeId: null,
  tags: [],
  source: 'api',
  followUpOf: null,
} satisfies Parameters<BareCommands['create']>[0];

/** A ticket by the API; answers its number. */
export async function createByApi(product: BenchProduct, fields: object = {}): Promise<number> {
  const { title, description, email } = usualTicket;
  const body = { title, description, priority: 'low', requester: { email }, ...fields };
  return (await product.api.post<{ number: number }>('/api/v1/tickets', body)).number;
}

/** A database with the product's tables and nobody else on it. */
export async function migratedDatabase({
  servers,
}: Pick<BenchContext, 'servers'>): Promise<string> {
  const url = await servers.createDatabase();
  const db = openDatabase({ url });
  await migrate(db);
  await db.close();
  return url;
}

export async function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work(index));
  return results;
}

function odd(index: number): boolean {
  return index % 2 === 1;
}
