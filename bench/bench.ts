import type { BenchServers } from './servers';
import type { BenchProduct } from './product';

/** What DESIGN asks of a figure. All that is given must hold. */
export interface Aim {
  /** Of the product's median to the floor's. */
  ratioAtMost?: number;
  /** Of the product's throughput to the floor's. */
  ratioAtLeast?: number;
  p50AtMostMs?: number;
  perSecondAtLeast?: number;
}

/** One measured figure. Times in milliseconds; null where there is nothing to compare with. */
export interface Row {
  name: string;
  aim: Aim;
  ratio: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  floorP50Ms: number | null;
  perSecond?: number;
  floorPerSecond?: number;
  /** What the figures alone do not tell. */
  note?: string;
}

export interface BenchContext {
  servers: BenchServers;
  /** The product that this bench asked for; benches with `product: 'none'` start their own. */
  product: BenchProduct;
  /** Fewer repetitions: figures that show that the bench works, and little else. */
  quick: boolean;
  tell: (line: string) => void;
}

export interface Bench {
  /** The rows that it gives, in order. */
  rows: readonly string[];
  /** `api`: without a worker, so that automation is idle. `all`: as `npm start` runs it. */
  product: 'api' | 'all' | 'none';
  run(context: BenchContext): Promise<Row[]>;
}
