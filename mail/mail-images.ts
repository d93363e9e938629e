import type { MailPart } from './parse-mail';

/** Other types are not shown by browsers, or not given out to be shown. */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Where the pictures of a mail are, by what its HTML calls them. */
export function imagesIn(parts: readonly (MailPart & { id: string })[]): Map<string, string> {
  const images = new Map<string, string>();
  for (const { id, contentType, contentId, contentLocation } of parts) {
    if (!shownTypes.has(contentType)) continue;
    for (const name of [contentId, contentLocation]) if (name) images.set(name, addressOf(id));
  }
  return images;
}

/**
 * Whether HTML that was made harmless shows an attachment. What says of itself that it is inline may be
 * shown nowhere: it is then a file like any other.
 */
export function showsImage(html: string | null, id: string): boolean {
  return html?.includes(` src="${addressOf(id)}"`) ?? false;
}

function addressOf(id: string): string {
  return `/api/v1/attachments/${id}`;
}
