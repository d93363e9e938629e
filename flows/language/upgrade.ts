import { languageVersion } from './document';

/**
 * A document of an older version of the language as the present one says it; anything else as it
 * is. Each step of the way changes a document of one version into the next and never fails: what is
 * wrong in it stays for the check to find.
 */
export function upgradeDocument(value: unknown): unknown {
  let document = value;
  for (let from = 1; from < languageVersion; from += 1) {
    if (isObject(document) && document['language'] === from) document = upgrades[from]!(document);
  }
  return document;
}

/** By the version that they begin with. */
const upgrades: Record<number, (document: Record<string, unknown>) => Record<string, unknown>> = {
  /** A stop had its reason only; now it has an outcome, which a calling Flow can ask for. */
  1: (document) => ({
    ...(inEveryStep(document, (step) =>
      typeof step['stop'] === 'string'
        ? {
            ...step,
            stop: { outcome: 'stopped', ...(step['stop'] ? { reason: step['stop'] } : {}) },
          }
        : step,
    ) as Record<string, unknown>),
    language: 2,
  }),
};

/** Changes every object that has an `id` of its own, from the inside outwards. */
function inEveryStep(
  value: unknown,
  change: (step: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => inEveryStep(one, change));
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'with' ? one : inEveryStep(one, change),
    ]),
  );
  return typeof inner['id'] === 'string' ? change(inner) : inner;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
