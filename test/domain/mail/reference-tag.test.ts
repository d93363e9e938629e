import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { referenceTag, ticketsTagged, withoutTags } from '../../../domain/mail/reference-tag';

const keyedWith = (secret: string) => (text: string) =>
  createHmac('sha256', secret).update(text).digest();
const keyed = keyedWith('ours');

const ticket = fc.integer({ min: 1, max: 999_999_999 });
/** What people and mail programs put around a tag; nothing that looks like one. */
const words = fc.stringMatching(/^[A-Za-zäé:;,.!? ()-]{0,40}$/);

test('a tag is found wherever it stands in a subject, in any case', () => {
  fc.assert(
    fc.property(ticket, words, words, fc.boolean(), (number, before, after, shout) => {
      const tag = referenceTag(number, keyed);
      const subject = `Re: AW: ${before}${shout ? tag.toUpperCase() : tag}${after}`;
      expect(ticketsTagged(subject, keyed)).toEqual([number]);
    }),
  );
});

test('a tag reads back with the letters that people mistake for digits', () => {
  fc.assert(
    fc.property(ticket, (number) => {
      const misread = referenceTag(number, keyed).replace(/-(.*)\]$/, (_, check: string) => {
        return `-${check.replaceAll('0', 'O').replaceAll('1', 'l')}]`;
      });
      expect(ticketsTagged(misread, keyed)).toEqual([number]);
    }),
  );
});

test('a tag of another installation, or for another number, names no ticket', () => {
  fc.assert(
    fc.property(ticket, ticket, (number, other) => {
      fc.pre(number !== other);
      const check = /-(.{8})\]$/.exec(referenceTag(number, keyed))![1]!;
      expect(ticketsTagged(`[#${other}-${check}]`, keyed)).toEqual([]);
      expect(ticketsTagged(referenceTag(number, keyedWith('theirs')), keyed)).toEqual([]);
    }),
  );
});

test('a tag with one character changed names no ticket', () => {
  fc.assert(
    fc.property(
      ticket,
      fc.nat(7),
      fc.constantFrom(...'23456789abcdefgh'),
      (number, at, character) => {
        const tag = referenceTag(number, keyed);
        const place = tag.length - 9 + at;
        fc.pre(tag[place] !== character);
        const forged = tag.slice(0, place) + character + tag.slice(place + 1);
        expect(ticketsTagged(forged, keyed)).toEqual([]);
      },
    ),
  );
});

test('checks of neighbouring numbers have nothing in common', () => {
  const checks = Array.from({ length: 2_000 }, (_, at) =>
    referenceTag(1_000 + at, keyed).slice(-9),
  );

  expect(new Set(checks).size).toBe(2_000);
});

test('several tags are given in their order, each once', () => {
  const [one, two] = [referenceTag(1, keyed), referenceTag(2, keyed)];

  expect(ticketsTagged(`${two} ${one} ${two}`, keyed)).toEqual([2, 1]);
});

test('any subject is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (subject) => {
      expect(ticketsTagged(subject, keyed)).toEqual([]);
    }),
  );
});

test('tags are taken out of a title, genuine or not', () => {
  expect(withoutTags('a [#1042-00000000] b')).toBe('a   b');
});
