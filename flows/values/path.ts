import { isListPlace } from '../templates/known-path';

/** The parts of a dotted reference; `steps.x.output.y` says the same as `steps.x.y`. */
export function refParts(ref: string): string[] {
  const parts = ref.split('.');
  const saysOutput = parts[0] === 'steps' && parts[2] === 'output';
  return saysOutput ? [...parts.slice(0, 2), ...parts.slice(3)] : parts;
}

/** What stands at a path, reached through own properties and places of lists only; or undefined. */
export function reachPath(values: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((here, part) => ownMember(here, part), values);
}

/** A member of an object, or of a list by its number from 0. */
export function ownMember(of: unknown, key: string | number): unknown {
  if (typeof of !== 'object' || of === null) return undefined;
  if (Array.isArray(of))
    return isListPlace(String(key)) ? (of as unknown[])[Number(key)] : undefined;
  return Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
}
