import { parseDocument } from 'htmlparser2';
import { markupLines, type MarkupNode } from '../../../domain/mail/markup-lines';
import { foldOf } from '../../../domain/mail/quoted-text';
import { sanitiseHtml } from '../../../mail/sanitise-html';

type Parsed = ReturnType<typeof parseDocument>['childNodes'][number];

/** HTML of a mail as programs write it, what of it is folded, by its first and last words, or nothing. */
const forms: Record<string, [html: string, folded: [first: string, last: string] | null]> = {
  Gmail: [
    '<div dir="ltr">It works.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 23, 2026 at 9:12 AM Ana &lt;<a href="mailto:a@b.example">a@b.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc">Try again.</blockquote></div>',
    ['On Mon,', 'Try again.'],
  ],
  'Gmail with a signature': [
    '<div dir="ltr">Thanks<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature"><b>Kim</b><br>Customer Inc.</div></div>',
    ['--', 'Customer Inc.'],
  ],
  'Outlook on the web': [
    '<div class="elementToProof">Thanks.</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>差出:</b> Ana<br><b>日時:</b> Monday</font></div><div>Try again.</div>',
    ['差出: Ana', 'Try again.'],
  ],
  'Outlook on a desk': [
    '<div class="WordSection1"><p class="MsoNormal">Thanks.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Ana &lt;a@b.example&gt;<br><b>Sent:</b> Monday, November 23, 2026<br><b>To:</b> Kim<br><b>Subject:</b> Printer</p></div></div><p class="MsoNormal">Try again.</p></div>',
    ['From: Ana <a@b.example>', 'Try again.'],
  ],
  'Outlook in German': [
    '<p>Danke.</p><div style="border-top:solid #B5C4DF 1.0pt"><p><b>Von:</b> Ana<br><b>Gesendet:</b> Montag, 23. November 2026<br><b>An:</b> Kim<br><b>Betreff:</b> Drucker</p></div><p>Neu starten.</p>',
    ['Von: Ana', 'Neu starten.'],
  ],
  'Apple Mail': [
    '<div>Perfect.</div><div><br><blockquote type="cite"><div>On 23 Nov 2026, at 09:12, Ana &lt;a@b.example&gt; wrote:</div><br><div>Try again.</div></blockquote></div>',
    ['On 23 Nov', 'Try again.'],
  ],
  'an iPhone': [
    '<div dir="ltr">Yes<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On Nov 23, 2026, at 9:12, Ana wrote:<br><br></blockquote></div><blockquote type="cite"><div>Try.</div></blockquote></div>',
    ['Sent from my iPhone', 'Try.'],
  ],
  Yahoo: [
    '<div class="yahoo-style-wrap">Thanks.</div><div id="yahoo_quoted_42" class="yahoo_quoted"><div><div>在 2026年11月23日, Ana 写道：</div><div>Try again.</div></div></div>',
    ['在 2026', 'Try again.'],
  ],
  Thunderbird: [
    '<p>Works.</p><div class="moz-cite-prefix">Am 23.11.26 um 09:12 schrieb Ana:<br></div><blockquote type="cite" cite="mid:x"><pre class="moz-quote-pre">Try again.</pre></blockquote><div class="moz-signature">-- <br>Kim</div>',
    ['Am 23.11.26', 'Kim'],
  ],
  Proton: [
    '<div>Fixed.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail.</div></div><div class="protonmail_quote">On Monday, November 23rd, 2026 at 9:12 AM, Ana &lt;a@b.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Try again.</blockquote></div>',
    ['Sent with', 'Try again.'],
  ],
  'our own': [
    'Thanks.<br><br><div>On 2026-11-23 09:12 UTC, Ana wrote:</div><blockquote>Try again.</blockquote>',
    ['On 2026', 'Try again.'],
  ],
  'answers between Gmail’s quotes': [
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, Ana wrote:</div><blockquote class="gmail_quote">First?</blockquote><div>Yes.</div><blockquote class="gmail_quote">Second?</blockquote><div>No.</div></div>',
    null,
  ],
  'words below the quote': [
    '<blockquote type="cite">Does it work?</blockquote><p>Yes, it does.</p>',
    null,
  ],
  'a picture below the quote': [
    '<p>See:</p><blockquote>It burns</blockquote><img src="cid:a">',
    null,
  ],
  'words set in': [
    '<p>I tried:</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">restarting</blockquote>',
    null,
  ],
  'a forwarded mail': [
    '<div>What is this?</div><div class="gmail_quote">---------- Forwarded message ---------<br>From: Eve<br>Date: Mon, 23 Nov 2026<br>Subject: Offer<br>To: Kim<br><br>Buy now.</div>',
    null,
  ],
  'nothing but a quote': ['<blockquote type="cite">All of it</blockquote>', null],
};

test.each(Object.entries(forms))('%s', (_name, [html, folded]) => {
  const clean = sanitiseHtml(html, () => '/picture');
  const lines = markupLines(asElement(parseDocument(`<div>${clean}</div>`).childNodes[0]!));

  const { at, kind } = foldOf(lines);

  const texts = lines.map(({ text }) => text);
  expect(kind === 'none').toBe(folded === null);
  if (folded === null) return;
  expect(texts.slice(at).find((text) => text !== '')!).toMatch(new RegExp(`^${folded[0]}`));
  expect(texts.findLast((text) => text !== '')).toBe(folded[1]);
  expect(texts.slice(0, at).join('').trim()).not.toBe('');
  expect(texts.join(' ').replaceAll(/\s+/g, '')).toBe(wordsOf(clean));
});

function wordsOf(html: string): string {
  const text = (node: Parsed): string =>
    'data' in node ? node.data : 'children' in node ? node.children.map(text).join('') : '';
  return parseDocument(html).childNodes.map(text).join('').replaceAll(/\s+/g, '');
}

/** What a browser would hand over. */
function asElement(node: Parsed): MarkupNode {
  const isElement = 'attribs' in node;
  return {
    nodeType: isElement ? 1 : 3,
    nodeValue: 'data' in node ? node.data : null,
    childNodes: 'children' in node ? node.children.map(asElement) : [],
    ...(isElement && {
      tagName: node.name.toUpperCase(),
      getAttribute: (name: string) => node.attribs[name] ?? null,
    }),
  };
}
