import type { NewAttachment } from '../db/attachment-store';
import type { InboundMail } from '../db/inbound-mail-store';
import { stableUuid } from '../tickets/stable-uuid';
import { imagesIn, showsImage } from './mail-images';
import type { ParsedMail } from './parse-mail';
import { harmlessHtml } from './read-mail';

/** What a mail says, as its message keeps it. */
export interface MailContent {
  text: string;
  /** Harmless; null: the mail has none. */
  html: string | null;
  /** Under the same ids each time that the mail is read. */
  parts: NewAttachment[];
}

export async function contentOf(
  { id }: Pick<InboundMail, 'id'>,
  mail: ParsedMail,
): Promise<MailContent> {
  const parts = mail.parts.map((part, at) => ({
    ...part,
    id: stableUuid(`mail/${id}/part/${at}`),
  }));
  const html = await harmlessHtml(mail.html, imagesIn(parts));
  return {
    text: mail.text,
    html,
    parts: parts.map((part) => ({ ...part, inline: showsImage(html, part.id) })),
  };
}
