import { lookAt } from '../../mail/fingerprint';
import { peopleIn } from '../../mail/parse-mail';
import { wordsOf } from '../../mail/plain-text';
import { sanitiseHtml } from '../../mail/sanitise-html';
import { slowLines } from './fuzz/hostile-lines';

const quoted = (text: string): string => text.replaceAll('"', '');

const readers: Record<string, (text: string) => unknown> = {
  'first look': (text) => lookAt(Buffer.from(`Message-ID: ${text}\r\n\r\nx`)),
  people: peopleIn,
  words: wordsOf,
  HTML: (text) => sanitiseHtml(text),
  'a style': (text) => sanitiseHtml(`<p style="color:${quoted(text)}">`),
  'a class': (text) => sanitiseHtml(`<p class="${quoted(text)}" id="${quoted(text)}">`),
  'a link': (text) => sanitiseHtml(`<a href="https://${quoted(text)}">`),
  'a picture': (text) => sanitiseHtml(`<img src="cid:${quoted(text)}">`),
  'a picture in itself': (text) =>
    sanitiseHtml(`<img src="data:image/png;base64,${quoted(text)}">`),
};

test.each(Object.entries(readers))(
  'a line as long as it likes is read for %s in time that grows with it',
  (_name, read) => {
    expect(slowLines(read)).toEqual([]);
  },
);
