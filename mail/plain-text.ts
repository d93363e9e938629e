import { convert } from 'html-to-text';

/** HTML as text for people: paragraphs, lists and links stay readable. */
export function plainText(html: string): string {
  return convert(html, { wordwrap: false, limits: { maxInputLength: 1_000_000, maxDepth: 200 } });
}
