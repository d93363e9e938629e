import { Parser } from 'htmlparser2';
import { escapeHtml } from '../domain/mail/plain-html';
import { partAttribute } from '../domain/mail/markup-lines';

/** What an `<img>` has as its source, by its Content-ID or Content-Location; null: it is none of the mail's. */
export type ImageOf = (name: string) => string | null;

/**
 * HTML of a mail made harmless. The document is written anew from a list of allowed elements,
 * attributes and styles: nothing of the sender's markup is copied, every text and value is
 * escaped, and elements whose content is not plain text for a browser (script, style, svg, …) go
 * with all they hold. Pictures from other servers tell the sender when a mail is read, so they
 * are left out; their address stays in `data-remote-src`. HTML that is nested as no mail is comes to
 * nothing: whoever shows it falls back to the text.
 */
export function sanitiseHtml(html: string, imageOf: ImageOf = () => null): string {
  const out: string[] = [];
  const open: string[] = [];
  let droppedDepth = 0;
  let depth = 0;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!voidElements.has(name)) depth += 1;
        // The parser takes longer for every level, so a bomb of them is not read to its end.
        if (depth > deepestRead) throw new NestedTooDeep();
        if (droppedDepth > 0 || droppedWithContent.has(name)) {
          if (!voidElements.has(name)) droppedDepth += 1;
          return;
        }
        if (!allowedElements.has(name) || open.length >= maxDepth) return;
        out.push(`<${name}${attributesOf(name, attributes, imageOf)}>`);
        if (!voidElements.has(name)) open.push(name);
      },
      ontext(text) {
        if (droppedDepth === 0) out.push(escapeHtml(text));
      },
      onclosetag(name) {
        if (voidElements.has(name)) return;
        depth -= 1;
        if (droppedDepth > 0) {
          droppedDepth -= 1;
          return;
        }
        const at = open.lastIndexOf(name);
        if (at < 0) return;
        for (const unclosed of open.splice(at).reverse()) out.push(`</${unclosed}>`);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof NestedTooDeep) return '';
    throw error;
  }
  for (const unclosed of open.reverse()) out.push(`</${unclosed}>`);
  return out.join('').trim();
}

const maxDepth = 100;
const deepestRead = 2_000;

class NestedTooDeep extends Error {}

const droppedWithContent = new Set(
  `script style title template iframe frameset frame noframes object embed applet svg math
   textarea xmp plaintext listing noembed noscript select button canvas audio video`.split(/\s+/),
);

const voidElements = new Set(
  'area base br col embed frame hr img input link meta param source track wbr'.split(' '),
);

const allowedElements = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup
   dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img
   ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table
   tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/),
);

const everywhere = ['dir', 'lang', 'title', 'align', 'style'];
const ofCells = ['colspan', 'rowspan', 'width', 'height', 'bgcolor', 'valign', 'nowrap'];
const allowedAttributes: Record<string, string[]> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  td: ofCells,
  th: ofCells,
  tr: ['bgcolor', 'valign'],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  table: ['border', 'cellpadding', 'cellspacing', 'width', 'bgcolor'],
  font: ['color', 'face', 'size'],
  ol: ['start', 'type', 'reversed'],
  li: ['value'],
  ul: ['type'],
  time: ['datetime'],
};

const maxAttributeLength = 4_000;

/** By what mail programs mark signatures, quotes, and where the mail begins that is answered. */
const marks: Record<string, RegExp> = {
  signature:
    /(^|\s)(x_)*(gmail_signature|moz-signature|protonmail_signature_block|ydp\w{1,20}signature|AppleMailSignature|Signature)(\s|$)/,
  quote: /(^|\s)(x_)*(yahoo_quoted)(\s|$)/,
  head: /(^|\s)(x_)*(divRplyFwdMsg|mail-editor-reference-message-container|OutlookMessageHeader)(\s|$)/,
};

/** Classes and ids go; what they say of a part of the mail stays, so that it can be folded. */
function markedPart(element: string, given: Record<string, string>): [string, string][] {
  const own = (name: string): string => (Object.hasOwn(given, name) ? given[name]! : '');
  const named = `${own('class').slice(0, 500)} ${own('id').slice(0, 100)}`;
  const isCite = element === 'blockquote' && /^cite$/i.test(own('type'));
  const part = isCite ? 'quote' : Object.keys(marks).find((one) => marks[one]!.test(named));
  const before = own(partAttribute);
  const kept = part ?? (Object.hasOwn(marks, before) ? before : undefined);
  return kept === undefined ? [] : [[partAttribute, kept]];
}

function attributesOf(element: string, given: Record<string, string>, imageOf: ImageOf): string {
  const kept: [string, string][] = markedPart(element, given);
  for (const name of [...everywhere, ...(allowedAttributes[element] ?? [])]) {
    const value = Object.hasOwn(given, name) ? given[name]! : undefined;
    if (value === undefined) continue;
    if (name === 'src') kept.push(...imageSource(value, imageOf));
    else if (value.length > maxAttributeLength) continue;
    else if (name === 'href') kept.push(...link(value));
    else if (name === 'style') kept.push(...safeStyle(value));
    else kept.push([name, value]);
  }
  return kept.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('');
}

function link(value: string): [string, string][] {
  const url = withoutOddCharacters(value.trim().replaceAll(folds, '').replaceAll(' ', '%20'));
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return [];
  return [
    ['href', url],
    ['target', '_blank'],
    ['rel', 'noopener noreferrer nofollow'],
  ];
}

/** Where a mail program broke a long address; other blanks are of the address. */
const folds = /[\r\n]\s*/g;

function imageSource(value: string, imageOf: ImageOf): [string, string][] {
  const url = withoutOddCharacters(value);
  if (/^cid:/i.test(url)) {
    const names = [value.trim(), url].map((one) => decoded(one.slice('cid:'.length).trim()));
    const own = names.map(imageOf).find((one) => one !== null) ?? null;
    return own === null ? [] : [['src', own]];
  }
  if (/^data:image\/(png|gif|jpeg|webp);base64,[a-z0-9+/=]+$/i.test(url)) return [['src', url]];
  const located = value.length <= maxAttributeLength ? imageOf(value.trim()) : null;
  if (located !== null) return [['src', located]];
  const remote = /^https?:\/\//i.test(url) && url.length <= maxAttributeLength;
  return remote ? [['data-remote-src', url]] : [];
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
}

/** Browsers pass over control characters and blanks in a scheme; so the check does too. */
function withoutOddCharacters(url: string): string {
  // eslint-disable-next-line no-control-regex
  return url.replaceAll(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]/g, '');
}

const allowedStyle =
  /^(color|background-color|font(-(family|size|style|weight|variant))?|text-(align|decoration|indent|transform)|line-height|letter-spacing|white-space|vertical-align|direction|(min-|max-)?(width|height)|padding(-(top|right|bottom|left))?|margin(-(top|right|bottom|left))?|border(-(top|right|bottom|left))?(-(color|style|width))?|border-(collapse|spacing|radius)|list-style(-type)?|display)$/;

/** Declarations of harmless properties with plain values: no url(), no functions but colours. */
function safeStyle(value: string): [string, string][] {
  const kept = value
    .split(';')
    .map((declaration) => declaration.split(/:(.*)/s).map((part) => part.trim()))
    .filter(([property, setting]) => {
      if (!property || !setting || !allowedStyle.test(property.toLowerCase())) return false;
      const withoutColours = setting.replaceAll(/\b(rgba?|hsla?)\([\d\s.,%/]*\)/gi, '');
      return /^[\w\s#.,%'"!+-]*$/.test(withoutColours) && !/(^|\s)-\d/.test(setting);
    })
    .map(([property, setting]) => `${property!.toLowerCase()}: ${setting}`);
  return kept.length === 0 ? [] : [['style', kept.join('; ')]];
}
