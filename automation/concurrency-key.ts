import { findField } from '../flows/engine/fields';
import type { Seen } from '../flows/engine/seen';

/** Runs of one key follow one another: those of a ticket, of the Flow, or of what a field holds. */
export function concurrencyKey(per: string, seen: Seen): string {
  if (per === 'flow') return 'flow';
  if (per === 'ticket') return `ticket/${seen.facts?.number ?? 'none'}`;
  return `${per}/${JSON.stringify(findField(per)?.read(seen) ?? null)}`;
}
