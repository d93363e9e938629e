/** Text as simple HTML: the same words and line ends, addresses of pages as links. */
export function plainHtml(text: string): string {
  const linked = text
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g)
    .map((piece, at) => (at % 2 === 1 ? anchor(piece) : escapeHtml(piece)));
  return linked.join('').replaceAll('\n', '<br>\n');
}

function anchor(url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
}

/** Plain text as it stands in an HTML document, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
