import { comparable } from './address';
import { isRightCheck, keyedCheck, type Keyed } from './keyed-check';
import type { ReplyAddress } from './mailbox';
import { isOurs, plusAddressOf } from './reply-address';

// 60 bits.
const checkLength = 12;
/** RFC 5321, 4.5.3.1.1 */
const longestName = 64;

/**
 * Where mail servers report what became of one mail of ours: an address that names it by its id (a
 * UUID), with a check that nobody can make up, so that a report that quotes nothing still tells which
 * mail it is about. Null: at the mailbox itself, which takes no such addresses.
 */
export function returnPathOf(
  deliveryId: string,
  mailbox: { address: string; replyAddress: ReplyAddress },
  keyed: Keyed,
): string | null {
  const token = `b${deliveryId.replaceAll('-', '')}-${checkOf(deliveryId, keyed)}`;
  const address = plusAddressOf(mailbox, token);
  return address !== null && address.lastIndexOf('@') <= longestName ? address : null;
}

/** The mail of ours (its id) that the first genuine return path among these addresses names. */
export function mailReturned(
  addresses: readonly string[],
  own: readonly string[],
  keyed: Keyed,
): string | null {
  for (const address of addresses) {
    const [, hex, check] = tokenPattern.exec(comparable(address)) ?? [];
    if (!hex || !check || !isOurs(address, own)) continue;
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    if (isRightCheck(check, checkOf(id, keyed))) return id;
  }
  return null;
}

const tokenPattern = /\+b([0-9a-f]{32})-([0-9a-z]{12})@/;

function checkOf(deliveryId: string, keyed: Keyed): string {
  return keyedCheck(`return-path:${deliveryId}`, checkLength, keyed);
}
