import type { ActionCatalogue, KnownAction } from '../../../flows/language/action-catalogue';

const plain = {
  effect: 'internal',
  needsTicket: false,
  outputs: [],
  outputVariables: {},
  retry: { maximumAttempts: 3, initialIntervalMs: 1, backoffCoefficient: 2, maximumIntervalMs: 10 },
  timeoutMs: 1_000,
  inputProblems: () => [],
  values: () => [],
  references: () => [],
} satisfies Omit<KnownAction, 'use'>;

const known: Record<string, KnownAction> = {
  't.change@1': { ...plain, use: 't.change@1', change: 'ticket' },
  't.act@1': { ...plain, use: 't.act@1' },
};

/** `t.change@1` is done together with its neighbours, `t.act@1` by itself. */
export const twoActions: ActionCatalogue = {
  find: (use) => known[use],
  uses: () => Object.keys(known),
};
