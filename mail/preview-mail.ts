import type { Person } from './parse-mail';
import { harmlessHtml, readMail } from './read-mail';

/** A mail as it can be shown before it is let in: harmless, and without its pictures. */
export interface MailPreview {
  from: Person | null;
  to: Person[];
  cc: Person[];
  subject: string;
  date: Date | null;
  text: string;
  html: string | null;
  attachments: { name: string; contentType: string; size: number }[];
}

const longestText = 50_000;

/** Reads a stored mail for a look at it; nothing is stored. Throws on one that cannot be read. */
export async function previewMail(raw: Buffer): Promise<MailPreview> {
  const { from, to, cc, subject, date, text, html, parts } = await readMail(raw);
  return {
    from,
    to: to.slice(0, 50),
    cc: cc.slice(0, 50),
    subject,
    date,
    text: text.slice(0, longestText).toWellFormed(),
    html: await harmlessHtml(html),
    attachments: parts.map(({ name, contentType, content }) => ({
      name,
      contentType,
      size: content.length,
    })),
  };
}
