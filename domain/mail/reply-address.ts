import { comparable, domainOf, ownAddressAmong } from './address';
import { isRightCheck, keyedCheck, type Keyed } from './keyed-check';
import type { ReplyAddress } from './mailbox';

// 80 bits.
const checkLength = 16;
const replyName = 'reply';

/**
 * Where a mail of a ticket asks for its answer: an address whose plus part names the ticket, with a
 * check that nobody can make up. Null: at the mailbox itself.
 */
export function replyAddressOf(
  ticket: number,
  mailbox: { address: string; replyAddress: ReplyAddress },
  keyed: Keyed,
): string | null {
  return plusAddressOf(mailbox, `${ticket}-${checkOf(ticket, keyed)}`);
}

/** An address of ours with something in its plus part, as the mailbox wishes; null: it has none. */
export function plusAddressOf(
  mailbox: { address: string; replyAddress: ReplyAddress },
  plusPart: string,
): string | null {
  if (mailbox.replyAddress === 'none') return null;
  const at = mailbox.address.lastIndexOf('@');
  const name = mailbox.replyAddress === 'reply' ? replyName : mailbox.address.slice(0, at);
  return `${name}+${plusPart}${mailbox.address.slice(at)}`;
}

/** The tickets that addresses of ours name with a right check, in their order. */
export function ticketsAddressed(
  addresses: readonly string[],
  own: readonly string[],
  keyed: Keyed,
): number[] {
  const found = addresses.flatMap((address) => {
    const [, number, check] = tokenPattern.exec(comparable(address)) ?? [];
    if (!number || !check || !isOurs(address, own)) return [];
    return isRightCheck(check, checkOf(Number(number), keyed)) ? [Number(number)] : [];
  });
  return [...new Set(found)];
}

/** Whether mail to an address is for us: a mailbox (plus parts aside), or `reply+…` at its domain. */
export function isOurs(address: string, own: readonly string[]): boolean {
  return ownAddressAmong([address], own) !== undefined || isReplyAddress(address, own);
}

/** `reply+…` at the domain of one of our mailboxes. */
export function isReplyAddress(address: string, own: readonly string[]): boolean {
  const isReply = comparable(address).startsWith(`${replyName}+`);
  return isReply && own.some((mailbox) => domainOf(mailbox) === domainOf(comparable(address)));
}

const tokenPattern = /\+([1-9]\d{0,8})-([0-9a-z]{16})@/;

function checkOf(ticket: number, keyed: Keyed): string {
  return keyedCheck(`reply-address:${ticket}`, checkLength, keyed);
}
