import { timingSafeEqual } from 'node:crypto';

/** Whether both are the same, found out in the same time wherever they differ. */
export function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
