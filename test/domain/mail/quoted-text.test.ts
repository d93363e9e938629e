import fc from 'fast-check';
import { splitFolded, splitQuoted } from '../../../domain/mail/quoted-text';

/** Own words, what is folded below them, and of what kind that is. Own words alone: nothing is. */
const forms: Record<string, [own: string, folded?: string, kind?: 'quote' | 'signature']> = {
  Gmail: [
    'It works.',
    'On Mon, Nov 23, 2026 at 9:12 AM Ana Ruiz <\nhelp@desk.example> wrote:\n\n> Try again.\n>\n> On Sun, Kim wrote:\n>> It burns',
  ],
  'Apple Mail': [
    'Perfect.',
    '> On 23 Nov 2026, at 09:12, Ana <help@desk.example> wrote:\n>\n> Again.',
  ],
  'an iPhone': [
    'Perfect.',
    'Sent from my iPhone\n\n> On 23 Nov 2026, at 09:12, Ana Ruiz <help@desk.example> wrote:\n> \n> Again.',
  ],
  'Outlook in English': [
    'Thanks.',
    'From: Ana Ruiz <help@desk.example>\nSent: Monday, November 23, 2026 9:12 AM\nTo: Kim\nSubject: Printer\n\nPlease try again.',
  ],
  'Outlook in German, with a line across': [
    'Geht wieder.',
    '________________________________\nVon: Ana <help@desk.example>\nGesendet: Montag, 23. November 2026 09:12\nAn: Kim\nBetreff: Re: Drucker\n\nBitte neu starten.',
  ],
  'Outlook in French': [
    'Merci.',
    'De : Ana <help@desk.example>\nEnvoyé : lundi 23 novembre 2026 09:12\nÀ : Kim\nObjet : Imprimante\n\nRedémarrez.',
  ],
  'Outlook in Spanish': [
    'Gracias.',
    'De: Ana <help@desk.example>\nEnviado el: lunes, 23 de noviembre de 2026 9:12\nPara: Kim\nAsunto: Impresora\n\nReinicie.',
  ],
  'Outlook on a phone': [
    'Works.',
    'Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Ana <help@desk.example>\nSent: Monday, November 23, 2026 9:12:00 AM\nTo: Kim <kim@customer.example>\nSubject: Re: Printer\n\nTry.',
  ],
  'an old Outlook': [
    'Done.',
    '-----Original Message-----\nFrom: Ana [mailto:help@desk.example]\nSent: Monday, November 23, 2026 9:12 AM\nTo: Kim\nSubject: Printer\n\nPlease do.',
  ],
  'Outlook within a company, which names no addresses below its line across': [
    'Thanks.',
    '________________________________\nFrom: Ana Ruiz\nSent: Monday, November 23, 2026\nTo: Kim\nSubject: Printer\n\nPlease try again.',
  ],
  'GMX, whose head begins with the date': [
    'Danke!',
    'Gesendet: Montag, 23. November 2026 um 09:12 Uhr\nVon: "Ana" <help@desk.example>\nAn: kim@customer.example\nBetreff: Re: Drucker\n\nBitte neu starten.',
  ],
  'Thunderbird in German': [
    'Passt.',
    'Am 23.11.26 um 09:12 schrieb Ana Ruiz:\n> Bitte neu starten.\n>\n> Ana',
  ],
  'German, the name first': ['Passt.', 'Ana Ruiz schrieb am 23.11.2026 um 09:12:\n> Bitte.'],
  'Gmail in French': [
    'Merci.',
    'Le lun. 23 nov. 2026 à 09:12, Help <help@desk.example> a écrit :\n\n> Redémarrez.',
  ],
  'Gmail in Spanish': [
    'Gracias.',
    'El lun, 23 nov 2026 a las 9:12, Ana (<help@desk.example>)\nescribió:\n\n> Reinicie.',
  ],
  Italian: [
    'Grazie.',
    'Il giorno lun 23 nov 2026 alle 09:12 Ana <help@desk.example> ha scritto:\n> Riavvii.',
  ],
  Dutch: ['Bedankt.', 'Op ma 23 nov 2026 om 09:12 schreef Ana <help@desk.example>:\n> Herstart.'],
  Proton: [
    'Fixed.',
    'Sent with Proton Mail secure email.\n\n------- Original Message -------\nOn Monday, November 23rd, 2026 at 9:12 AM, Ana <help@desk.example> wrote:\n\n> Try again.',
  ],
  'Yahoo, which marks no line': [
    'Thanks.',
    'On Monday, November 23, 2026 at 09:12:33 AM GMT+1, Ana <help@desk.example> wrote:\n\nPlease try again.\n\nAna',
  ],
  'a quote that nothing introduces': ['Yes.', '> Is it so?'],
  'a signature (RFC 3676)': ['Thanks.', '-- \nKim Lee\nCustomer Inc.', 'signature'],
  'a signature above the quote': [
    'Thanks.',
    '-- \nKim Lee\n\nOn 23 Nov 2026 at 09:12, Ana <help@desk.example> wrote:\n> Try.',
  ],
  'a signature below the quote': ['Thanks.', '> Try.\n\n-- \nKim Lee'],
  'a phone in German': ['Danke.', 'Von meinem iPhone gesendet', 'signature'],
  'a mail app in French': ['Merci.', 'Envoyé de mon iPhone', 'signature'],

  'words below the quote': [
    'On 1 May 2026 at 9:00, Ana <a@b.example> wrote:\n> Does it work?\n\nYes, it does.',
  ],
  'answers in between': ['> First?\nYes.\n> Second?\nNo.'],
  'answers in between, with the rest of the quote below': ['> First?\nYes.', '> Second?'],
  'answers announced in a copy that marks nothing': [
    'See my answers below.\n\nFrom: Ana <a@b.example>\nSent: Monday\nTo: Kim\nSubject: x\n\nDoes it burn? YES\nSince when? TODAY',
  ],
  'a form that was filled in': [
    'New request from the contact form\n\nFrom: Ana Ruiz\nDate: 3 May 2026\nSubject: Export\n\nThe export stops at row 500.',
  ],
  'a form with a date in figures': [
    'Neue Anfrage\n\nVon: Ana Ruiz <ana@customer.example>\nDatum: 03.05.2026\nBetreff: Export\n\nDer Export bricht ab.',
  ],
  'nothing but a quote': ['> All of it'],
  'a forwarded mail': [
    'What is this?\n\n---------- Forwarded message ---------\nFrom: Eve <eve@x.example>\nDate: Mon, 23 Nov 2026\nSubject: Offer\nTo: Kim\n\nBuy now.',
  ],
  'a mail that is shown, and words below': [
    'I got this:\nFrom: Eve\nSent: Monday\nTo: Kim\nSubject: Offer\n\nBuy now.\n\nIs it real?',
  ],
  'words of Ana, without a date': ['On Monday Ana wrote:\nrestart it\n\nThat did not help.'],
  'a line of underscores': ['One\n____________________\nTwo'],
  'a postscript below the signature': ['Thanks.\n-- \nKim\n\nPS: It is the red one.'],
  'a list with dashes': ['I tried\n--\nrestarting\n' + 'again\n'.repeat(20) + 'and it burns.'],
  'a phone of which is spoken': ['I lost my iPhone, sent from a shop'],
};

test.each(Object.entries(forms))('%s', (_name, [own, folded = '', kind]) => {
  const text = folded === '' ? own : `${own}\n\n${folded}`;

  expect(splitFolded(text)).toEqual({
    own,
    folded,
    kind: folded === '' ? 'none' : (kind ?? 'quote'),
  });
});

test('a signature is no quote: whoever looks for quotes only keeps it', () => {
  const text = 'Thanks.\n-- \nKim\n\nOn 23 Nov 2026 at 09:12, Ana <a@b.example> wrote:\n> Try.';

  expect(splitQuoted(text)).toMatchObject({ own: 'Thanks.\n-- \nKim' });
});

test('own words and what is folded are the whole, and no more is folded than stands below', () => {
  const pieces = Object.values(forms)
    .flatMap(([own, folded = '']) => `${own}\n${folded}`.split('\n'))
    .concat('', '  ', '>');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (lines) => {
      const text = lines.join('\n');
      const { own, folded, kind } = splitFolded(text);
      if (kind === 'none') return expect([own, folded]).toEqual([text, '']);
      expect(text.startsWith(own)).toBe(true);
      expect(text.slice(own.length).trim()).toBe(folded);
      expect(own.trim()).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});
