import { withoutCustomerTokens } from '../ticket/customer-link';
import { splitQuoted } from './quoted-text';
import { oneLine } from './subject';

/** A message as it is shown to a third party. */
export interface ForwardedMessage {
  /** The name, and of a customer the address. */
  from: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  subject: string;
  text: string;
}

/** True for kinds of messages that may go on to third parties: never notes, nor forwards themselves. */
export function isForwardable(kind: string): boolean {
  return ['description', 'customer', 'reply'].includes(kind);
}

const heading = '---------- Forwarded message ----------';
const longest = 50_000;

/**
 * The one message below the agent's words: what it quotes from before is left out, and so is the
 * customer's link, which opens their page to whoever has it.
 */
export function forwardedText({ from, createdAt, subject, text }: ForwardedMessage): string {
  const [date, time] = createdAt.split('T');
  const own = splitQuoted(text).own.trim().slice(0, longest).toWellFormed();
  return [
    heading,
    `From: ${oneLine(from)}`,
    `Date: ${date} ${time!.slice(0, 5)} UTC`,
    `Subject: ${oneLine(subject)}`,
    '',
    withoutCustomerTokens(own),
  ].join('\n');
}

/** Who is named as its writer: of our own people no address. */
export function forwardedFrom(author: {
  type: string;
  name: string;
  email: string | null;
}): string {
  const { type, name, email } = author;
  if (type !== 'customer' || !email) return name;
  return name && name !== email ? `${name} <${email}>` : email;
}

/** What an agent wrote above a forwarded message, and the message. */
export function splitForwarded(text: string): { words: string; quoted: string } {
  const at = text.indexOf(`\n${heading}\n`);
  if (at < 0) return { words: text, quoted: '' };
  return { words: text.slice(0, at).trimEnd(), quoted: text.slice(at + 1) };
}
