import type { MailLine } from './mail-lines';

/** As much of a document's node as is looked at; a browser's nodes are such. */
export interface MarkupNode {
  nodeType: number;
  nodeValue: string | null;
  childNodes: ArrayLike<MarkupNode>;
  tagName?: string;
  getAttribute?(name: string): string | null;
}

/** A line as a reader of the document sees it, and the node with which it begins. */
export interface MarkupLine extends MailLine {
  start: MarkupNode;
}

const elementNode = 1;
const textNode = 3;
/** The server says by it what mail programs mark by their own classes. */
export const partAttribute = 'data-mail-part';

const blocks = new Set(
  `address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5
   h6 header li main ol p pre section table tbody tfoot thead tr ul`.split(/\s+/),
);

/** The lines of a document's part, in their order; every text and picture is in one of them. */
export function markupLines(root: MarkupNode): MarkupLine[] {
  const lines: MarkupLine[] = [];
  let line: MarkupLine | undefined;
  let headIsNext = false;

  const end = (): void => {
    if (line) lines.push({ ...line, text: line.text.trim() });
    line = undefined;
  };
  const add = (node: MarkupNode, text: string, kind: MailLine['kind']): void => {
    if (!line && text.trim() === '') return;
    const isHead = headIsNext && kind === 'text';
    line ??= { text: '', kind: isHead ? 'head' : kind, start: node };
    headIsNext = false;
    line.text += text;
  };
  const walk = (node: MarkupNode, kind: MailLine['kind']): void => {
    if (node.nodeType === textNode)
      return add(node, (node.nodeValue ?? '').replaceAll(/\s+/g, ' '), kind);
    if (node.nodeType !== elementNode) return;
    const name = node.tagName!.toLowerCase();
    const part = node.getAttribute?.(partAttribute);
    if (name === 'br') {
      if (line) end();
      else lines.push({ text: '', kind: 'text', start: node });
      return;
    }
    if (name === 'img') return add(node, '\ufffc', kind);
    const isBlock = blocks.has(name) || name === 'hr';
    if (isBlock) end();
    if (name === 'hr' || isBelowLine(name, node))
      lines.push({ text: '', kind: 'rule', start: node });
    if (part === 'head') headIsNext = true;
    const inside = kind === 'text' ? (kindOf(name, node) ?? kind) : kind;
    for (let at = 0; at < node.childNodes.length; at += 1) walk(node.childNodes[at]!, inside);
    if (isBlock) end();
  };
  walk(root, 'text');
  end();
  return lines;
}

/** Outlook draws the line above the mail that is answered as a border. */
function isBelowLine(name: string, node: MarkupNode): boolean {
  const style = name === 'div' ? (node.getAttribute?.('style') ?? '') : '';
  return /(^|;)\s*border-top\s*:[^;]*\bsolid\b/i.test(style);
}

/** A `<blockquote>` without its border is how mail programs set text in. */
function kindOf(name: string, node: MarkupNode): MailLine['kind'] | undefined {
  const part = node.getAttribute?.(partAttribute);
  if (part === 'signature') return 'signature';
  if (part === 'quote') return 'quoted';
  if (name !== 'blockquote') return undefined;
  const style = node.getAttribute?.('style') ?? '';
  return /\bborder(-left)?\s*:\s*(none|0)/i.test(style) ? undefined : 'quoted';
}
