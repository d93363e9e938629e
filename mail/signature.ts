import type { Mailbox } from '../db/mailbox-store';
import { plainHtml } from '../domain/mail/plain-html';
import { cleanText } from './clean-text';

/**
 * A mailbox's signature below the words of a mail, as text and as HTML; empty when it has none. The
 * line above it is the one that mail programs know it by (RFC 3676, 4.3).
 */
export function signatureFooter({ signature }: Pick<Mailbox, 'signature'>): {
  text: string;
  html: string;
} {
  const words = cleanText(signature).trimEnd();
  if (words === '') return { text: '', html: '' };
  return {
    text: `\n\n-- \n${words}`,
    html: `\n<br><br>\n<div>-- <br>\n${plainHtml(words)}</div>`,
  };
}
