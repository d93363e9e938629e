import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { markupLines } from '../../../../../domain/mail/markup-lines';
import { foldOf } from '../../../../../domain/mail/quoted-text';

/**
 * The document of a mail's own frame: the server's sanitised HTML on a light ground, with the quote and
 * the signature at its end folded, links in a new tab. The frame runs no scripts; `<details>` needs none.
 */
export function mailDocument(html: string, labels: Record<'quote' | 'signature', string>): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  fold(parsed, labels);
  for (const link of parsed.body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return `<!doctype html><html lang=""><head><meta charset="utf-8"><style>${style}</style></head><body>${parsed.body.innerHTML}</body></html>`;
}

/** All from the fold's first line on moves below one control, whatever elements it begins in. */
function fold(parsed: Document, labels: Record<'quote' | 'signature', string>): void {
  const { body } = parsed;
  const lines = markupLines(body);
  const { at, kind } = foldOf(lines);
  if (kind === 'none') return;
  let start = lines[at]!.start as Node;
  while (start.parentNode !== body && !hasContentBefore(start)) start = start.parentNode!;
  const range = parsed.createRange();
  range.setStartBefore(start);
  range.setEndAfter(body.lastChild!);
  const details = parsed.createElement('details');
  const summary = parsed.createElement('summary');
  summary.textContent = labels[kind];
  details.append(summary, range.extractContents());
  body.append(details);
}

function hasContentBefore(node: Node): boolean {
  for (let one = node.previousSibling; one; one = one.previousSibling) {
    if (one.textContent?.trim() || (one instanceof Element && one.matches('img, :has(img)'))) {
      return true;
    }
  }
  return false;
}

const style = `
  @font-face { font-family: 'Inter Variable'; font-weight: 100 900; src: url(${interUrl}) format('woff2-variations'); }
  html { color-scheme: light; }
  body { margin: 0; font: 14px/1.55 'Inter Variable', system-ui, sans-serif; color: #1c1e21; background: #fff; overflow-wrap: anywhere; }
  body > :first-child { margin-block-start: 0; }
  body > :last-child { margin-block-end: 0; }
  img, table { max-width: 100%; }
  img { height: auto; }
  pre { white-space: pre-wrap; }
  a { color: #364fc7; }
  summary { width: fit-content; padding: 4px 8px; margin-block: 4px; font-size: 12px; color: #5c636a; border: 1px solid #dfe3e8; border-radius: 6px; cursor: pointer; }
  blockquote { margin: 0; padding-inline-start: 12px; border-inline-start: 2px solid #dfe3e8; color: #4a5058; }
`;
