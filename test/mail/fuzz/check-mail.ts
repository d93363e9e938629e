import assert from 'node:assert/strict';
import { looksLikeAddress } from '../../../domain/mail/address';
import { recogniseAutomatic } from '../../../domain/mail/automatic';
import { splitFolded, splitQuoted } from '../../../domain/mail/quoted-text';
import { lookAt } from '../../../mail/fingerprint';
import { parseMail, UnreadableMail, type ParsedMail } from '../../../mail/parse-mail';
import { previewMail } from '../../../mail/preview-mail';
import { reportOf } from '../../../mail/record-bounce';
import { sanitiseHtml } from '../../../mail/sanitise-html';
import { spoofedAddress, type HostileMail } from './hostile-mails';

/** Whatever comes in at the parser's door, this holds of what goes on. Throws where it does not. */
export async function checkMail({ raw, from }: HostileMail): Promise<void> {
  const look = lookAt(raw);
  assert(look.fingerprint === null || /^[0-9a-f]{64}$/.test(look.fingerprint), 'a fingerprint');
  assert((look.rfcMessageId ?? '').length <= 250, 'a short Message-ID');

  const mail = await parseMail(raw).catch((error: unknown) => {
    if (error instanceof UnreadableMail) return null;
    throw error;
  });
  if (mail === null) {
    await assert.rejects(previewMail(raw), UnreadableMail);
    return;
  }
  checkLines(mail);
  checkSizes(mail, raw);
  checkTexts(mail);
  if (mail.from) assert(looksLikeAddress(mail.from.address), 'a sender with an address');
  if (from !== undefined) assert.equal(mail.from?.address, from, 'the real sender');
  if (from !== undefined) assert.notEqual(mail.from?.address, spoofedAddress);

  reportOf(mail);
  const { header, subject, text } = mail;
  const sender = mail.from?.address ?? null;
  recogniseAutomatic({
    header,
    returnPath: null,
    toReturnPath: false,
    from: sender,
    subject,
    text,
    ownAddresses: [],
  });
  if (mail.html !== null) checkHarmless(sanitiseHtml(mail.html, (id) => `/${id}`));
  const preview = await previewMail(raw);
  checkHarmless(preview.html ?? '');
}

/** Nothing that is shown on one line, or goes into a header, can end that line. */
function checkLines(mail: ParsedMail): void {
  const people = [mail.from ?? [], mail.to, mail.cc].flat();
  const lines = [
    mail.subject,
    ...people.flatMap(({ name, address }) => [name, address]),
    ...mail.parts.flatMap(({ name, contentType, contentId }) => [name, contentType, contentId]),
    ...[mail.messageId, mail.inReplyTo, mail.references].flat(),
  ];
  for (const line of lines) {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(line ?? '', /[\u0000-\u001f\u007f]/, 'no control characters in a line');
    assert((line ?? '').isWellFormed(), 'no half characters');
  }
  for (const { name } of mail.parts) {
    assert.match(name, /^[^./\\][^/\\]*$/, 'a name that is no path and not hidden');
  }
}

function checkSizes(mail: ParsedMail, raw: Buffer): void {
  const people = [mail.from ?? [], mail.to, mail.cc].flat();
  assert(mail.to.length <= 500 && mail.cc.length <= 500, 'a bounded number of people');
  assert(mail.parts.length <= 500, 'a bounded number of parts');
  assert(mail.references.length <= 50 && mail.inReplyTo.length <= 50, 'bounded references');
  for (const { name, address } of people) assert(name.length <= 200 && address.length <= 254);
  for (const { name, contentType } of mail.parts) {
    assert(name.length <= 210 && contentType.length <= 100, 'short names and types');
  }
  assert(mail.subject.length <= 1_000, 'a short subject');
  assert(mail.text.length <= 501_000, 'a bounded text');
  assert((mail.html ?? '').length <= 1_000_000, 'bounded HTML');
  const bytes = mail.parts.reduce((sum, { content }) => sum + content.length, 0);
  assert(bytes <= 2 * raw.length + 1_000, 'parts that are no larger than the mail');
}

function checkTexts({ text, html }: ParsedMail): void {
  for (const shown of [text, html ?? '']) {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(shown, /[\u0000-\u0008\u000b-\u001f\u007f]/, 'no control characters');
    assert(shown.isWellFormed(), 'no half characters');
  }
  const { own, quoted } = splitQuoted(text);
  const words = (whole: string): string => whole.replaceAll(/\s+/g, '');
  assert.equal(words(own + quoted), words(text), 'own words and quote are the whole');
  const shown = splitFolded(text);
  assert.equal(words(shown.own + shown.folded), words(text), 'what is folded is not lost');
}

const tag = /<\/?([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/g;
const active =
  /^(script|style|iframe|frame|object|embed|applet|svg|math|form|input|meta|link|base|template)$/;

/** Every `<` begins a plain tag, no tag is active, no attribute runs or loads anything from elsewhere. */
function checkHarmless(html: string): void {
  assert.doesNotMatch(html.replaceAll(tag, ''), /[<>]/, 'nothing but plain tags');
  for (const [, name, attributes] of html.matchAll(tag)) {
    assert.doesNotMatch(name!, active, 'no active element');
    for (const [, key, value] of attributes!.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      assert.doesNotMatch(
        key!,
        /^(on|srcdoc|action|formaction|xlink|id|class|name)/,
        'an attribute',
      );
      const plain = value!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
      if (key === 'href') assert.match(plain, /^(https?:\/\/|mailto:|tel:)/i, 'a link');
      if (key === 'src') assert.match(plain, /^(\/|data:image\/)/i, 'a picture');
      if (key === 'style') assert.doesNotMatch(plain, /url\s*\(|expression|@import|\\/i, 'a style');
    }
  }
}
