import type { Installation } from '../db/installation';
import { mailTexts } from '../domain/mail/messages';
import { customerToken, type CustomerPage } from '../domain/ticket/customer-link';
import { escapeHtml } from './sanitise-html';
import { tagKey } from './tag-key';

/** Where a customer sees the state of their own ticket and can answer. */
export function customerLink(
  publicUrl: string,
  page: CustomerPage,
  installation: Installation,
): string {
  return `${publicUrl}/t/${customerToken(page, Date.now(), tagKey(installation))}`;
}

/** The link below a reply, as text and as HTML. */
export function linkFooter(link: string): { text: string; html: string } {
  const words = mailTexts.seeYourRequest;
  return {
    text: `\n\n${words}: ${link}`,
    html: `\n<br><br>\n<div><a href="${escapeHtml(link)}">${escapeHtml(words)}</a></div>`,
  };
}
