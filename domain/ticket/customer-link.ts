import type { Keyed } from '../mail/keyed-check';

/** Whose page it is: a link ends to work when the ticket gets another requester. */
export interface CustomerPage {
  ticket: number;
  /** The requester's e-mail address. */
  address: string;
}

const periodMs = 90 * 24 * 60 * 60 * 1_000;
/** Characters of the check: 160 bits as hexadecimal digits. */
const checkLength = 40;

/**
 * The secret part of the link by which a customer sees their own ticket, such as `gk-sy-8f3a…`:
 * period, ticket and a keyed check. The key changes with each period of 90 days and the last one
 * still counts, so a link works for 90 to 180 days; every reply brings a fresh one. `at`: epoch ms.
 */
export function customerToken(page: CustomerPage, at: number, keyed: Keyed): string {
  const period = periodOf(at);
  return `${period.toString(36)}-${page.ticket.toString(36)}-${checkOf(page, period, keyed)}`;
}

/** The ticket that a token is about, if it is genuine; null when it cannot be a token. */
export function ticketNamedBy(token: string): number | null {
  const [, , ticket] = tokenPattern.exec(token) ?? [];
  return ticket ? Number.parseInt(ticket, 36) : null;
}

/** A text in which nothing opens a customer's page, however the address around the secret is written. */
export function withoutCustomerTokens(text: string): string {
  return text.replaceAll(tokensInText, '[…]');
}

/** True for a token of this page that has not become too old. */
export function isTokenOf(page: CustomerPage, token: string, at: number, keyed: Keyed): boolean {
  const [, periodText, ticket, check] = tokenPattern.exec(token) ?? [];
  if (!periodText || !ticket || !check) return false;
  const period = Number.parseInt(periodText, 36);
  const inTime = period === periodOf(at) || period === periodOf(at) - 1;
  const right = checkOf(page, period, keyed);
  let different = 0;
  // Every character is looked at, so that the time taken tells nothing about the right check.
  for (let index = 0; index < checkLength; index += 1) {
    different |= check.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return inTime && Number.parseInt(ticket, 36) === page.ticket && different === 0;
}

const token = '([0-9a-z]{1,6})-([0-9a-z]{1,6})-([0-9a-f]{40})';
const tokenPattern = new RegExp(`^${token}$`);
const tokensInText = new RegExp(token, 'gi');

function periodOf(at: number): number {
  return Math.floor(at / periodMs);
}

function checkOf({ ticket, address }: CustomerPage, period: number, keyed: Keyed): string {
  const bytes = keyed(`customer-page:${period}:${ticket}:${address.toLowerCase()}`);
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.slice(0, checkLength);
}
