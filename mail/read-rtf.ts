import { decodeText } from './decode-text';

/** The words of RTF; or the HTML that Outlook made RTF of ([MS-OXRTFEX]), when it is such. */
export interface RtfContent {
  text: string | null;
  html: string | null;
}

/** What counts until the end of a group. */
interface Group {
  /** Nothing of it is shown: fonts, colours, pictures, what is unknown. */
  isHidden: boolean;
  /** RTF that stands for HTML which is given beside it. */
  isDouble: boolean;
  /** Characters after `\u` that say the same for old programs. */
  spare: number;
}

/** Reads RTF that has one character a byte. */
export function readRtf(rtf: string): RtfContent {
  const isHtml = /\\fromhtml1\b/.test(rtf.slice(0, 2_000));
  const codePage = /\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 2_000))?.[1] ?? '1252';
  const out: string[] = [];
  const groups: Group[] = [];
  let group: Group = { isHidden: false, isDouble: false, spare: 1 };
  let bytes = '';
  let skip = 0;

  const flush = (): void => {
    if (bytes) out.push(decodeText(Buffer.from(bytes, 'latin1'), `cp${codePage}`));
    bytes = '';
  };
  const show = (text: string): void => {
    const shown = text.slice(skip);
    skip = Math.max(0, skip - text.length);
    if (!group.isHidden && !group.isDouble) bytes += shown;
  };
  const showUnicode = (code: number): void => {
    if (group.isHidden || group.isDouble) return;
    flush();
    out.push(String.fromCharCode(code & 0xffff));
  };

  for (const [token, hex, word, number, other] of rtf.matchAll(tokens)) {
    if (token === '{') groups.push({ ...group });
    else if (token === '}') group = groups.pop() ?? group;
    else if (hex !== undefined) show(String.fromCharCode(Number.parseInt(hex, 16)));
    else if (other !== undefined) {
      if (other === '*') group.isHidden = true;
      else if (other === '~') show('\u00a0');
      else if ('\\{}'.includes(other)) show(other);
    } else if (word === undefined) show(token);
    else if (word === 'u') {
      showUnicode(Number(number));
      skip = group.spare;
    } else if (word === 'uc') group.spare = Number(number ?? 1);
    else if (word === 'htmlrtf') group.isDouble = isHtml && number !== '0';
    else if (word === 'htmltag') group.isHidden = !isHtml;
    else if (hidden.has(word)) group.isHidden = true;
    else if (Object.hasOwn(characters, word)) show(characters[word]!);
  }
  flush();
  const whole = out.join('');
  return isHtml ? { text: null, html: whole } : { text: whole, html: null };
}

/** `{`, `}`, `\'e4`, `\word-1 `, `\*`, and letters; line ends of the file mean nothing. */
const tokens = /[{}]|\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|[^\\{}\r\n]+/gi;

const hidden = new Set(
  'fonttbl colortbl stylesheet info pict object header footer footnote listtable rsidtbl themedata'.split(
    ' ',
  ),
);

const characters: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  lquote: '\x91',
  rquote: '\x92',
  ldblquote: '\x93',
  rdblquote: '\x94',
  bullet: '\x95',
  endash: '\x96',
  emdash: '\x97',
};
