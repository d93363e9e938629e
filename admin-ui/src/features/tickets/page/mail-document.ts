import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';

const quotes = 'blockquote, .gmail_quote, .moz-cite-prefix + blockquote, #divRplyFwdMsg ~ *';

/**
 * The document of a mail's own frame: the server's sanitised HTML on a light ground, quotes folded,
 * links in a new tab. The frame runs no scripts; `<details>` needs none.
 */
export function mailDocument(html: string, quoteLabel: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const quote of parsed.body.querySelectorAll(quotes)) {
    if (quote.parentElement?.closest('details')) continue;
    const details = parsed.createElement('details');
    const summary = parsed.createElement('summary');
    summary.textContent = quoteLabel;
    quote.replaceWith(details);
    details.append(summary, quote);
  }
  for (const link of parsed.body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return `<!doctype html><html lang=""><head><meta charset="utf-8"><style>${style}</style></head><body>${parsed.body.innerHTML}</body></html>`;
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
