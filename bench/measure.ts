/** Does something once and answers how long it took, in milliseconds. `index` counts from 0. */
export type Sample = (index: number) => Promise<number>;

/** Wraps work of which the whole is measured. */
export function timed(work: (index: number) => Promise<unknown>): Sample {
  return async (index) => {
    const begin = performance.now();
    await work(index);
    return performance.now() - begin;
  };
}

export interface Pair {
  floor: number[];
  product: number[];
}

/**
 * Takes samples of the floor and of the product in turns, A B A B, so that a machine that gets
 * slower meanwhile slows both. The first `warmUp` of each are thrown away.
 */
export async function inTurns(options: {
  floor: Sample;
  product: Sample;
  times: number;
  warmUp: number;
}): Promise<Pair> {
  const { floor, product, times, warmUp } = options;
  const pair: Pair = { floor: [], product: [] };
  for (let index = 0; index < warmUp + times; index += 1) {
    const [a, b] = [await floor(index), await product(index)];
    if (index < warmUp) continue;
    pair.floor.push(a);
    pair.product.push(b);
  }
  return pair;
}

export interface Throughput {
  perSecond: number;
  /** Of each call, in milliseconds. */
  latencies: number[];
}

/** `clients` callers at once, each with its next call as soon as the last has ended. */
export async function flood(options: {
  call: (client: number, index: number) => Promise<unknown>;
  clients: number;
  ms: number;
}): Promise<Throughput> {
  const { call, clients, ms } = options;
  const latencies: number[] = [];
  const begin = performance.now();
  const client = async (number: number): Promise<void> => {
    for (let index = 0; performance.now() - begin < ms; index += 1) {
      const start = performance.now();
      await call(number, index);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return { perSecond: (latencies.length * 1_000) / (performance.now() - begin), latencies };
}

/** The value below which `share` (0 to 1) of the samples lie; null without samples. */
export function percentile(samples: readonly number[], share: number): number | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]!;
}

/** Median, 95th percentile and the ratio to the floor's median, as a row shows them. */
export function summarise({ floor, product }: Pair) {
  const [p50Ms, floorP50Ms] = [percentile(product, 0.5), percentile(floor, 0.5)];
  return {
    ratio: p50Ms !== null && floorP50Ms ? p50Ms / floorP50Ms : null,
    p50Ms,
    p95Ms: percentile(product, 0.95),
    floorP50Ms,
  };
}

/** Both sides under the same flood, in turns; the ratio is of the medians of their throughputs. */
export async function floodInTurns(options: {
  floor: (client: number, index: number) => Promise<unknown>;
  product: (client: number, index: number) => Promise<unknown>;
  clients: number;
  ms: number;
  turns: number;
}) {
  const { clients, ms, turns } = options;
  const floor: Throughput[] = [];
  const product: Throughput[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const a = await flood({ call: options.floor, clients, ms });
    const b = await flood({ call: options.product, clients, ms });
    if (turn === 0 && turns > 1) continue; // warm-up
    floor.push(a);
    product.push(b);
  }
  const middle = (all: Throughput[]): number =>
    percentile(
      all.map(({ perSecond }) => perSecond),
      0.5,
    )!;
  const latencies = (all: Throughput[]): number[] => all.flatMap((one) => one.latencies);
  return {
    ...summarise({ floor: latencies(floor), product: latencies(product) }),
    ratio: middle(product) / middle(floor),
    perSecond: middle(product),
    floorPerSecond: middle(floor),
  };
}
