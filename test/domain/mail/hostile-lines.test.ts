import { looksLikeAddress } from '../../../domain/mail/address';
import { readAuthenticationResults } from '../../../domain/mail/authentication';
import { recogniseAutomatic } from '../../../domain/mail/automatic';
import { readDeliveryReport } from '../../../domain/mail/delivery-report';
import { messageIdsIn } from '../../../domain/mail/message-id';
import { plainHtml } from '../../../domain/mail/plain-html';
import { splitFolded, splitQuoted } from '../../../domain/mail/quoted-text';
import { ticketsTagged } from '../../../domain/mail/reference-tag';
import { plainSubject } from '../../../domain/mail/subject';
import { slowLines } from '../../mail/fuzz/hostile-lines';

const fields = 'Final-Recipient: rfc822; kim@x.example\n';
const report = (subject: string, text: string, returned: string[]) =>
  readDeliveryReport({ subject, text, returned, failedRecipients: text });

/** Whatever looks at text of a mail, which anybody writes and which has no end. */
const readers: Record<string, (text: string) => unknown> = {
  'a quote': splitQuoted,
  'a signature': splitFolded,
  'what stands above a quote': (text) => splitQuoted(`words\n\n${text}\n> quoted`),
  'what stands below a signature': (text) => splitFolded(`words\n-- \n${text}`),
  'a subject': plainSubject,
  'a tag': (text) => ticketsTagged(text, () => Buffer.alloc(32)),
  'Message-IDs': messageIdsIn,
  'an address': looksLikeAddress,
  'addresses of pages': plainHtml,
  'a report in words': (text) => report(text, text, [text]),
  'a report by RFC 3464': (text) => report('', fields + text, []),
  'what a server before us found': (text) => readAuthenticationResults(`dmarc=fail ${text}`),
  'a machine': (text) =>
    recogniseAutomatic({
      header: () => text,
      returnPath: text,
      from: text,
      subject: text,
      text,
      toReturnPath: true,
      ownAddresses: ['help@desk.example'],
    }),
};

test.each(Object.entries(readers))(
  'a line as long as it likes is read for %s in time that grows with it',
  (_name, read) => {
    expect(slowLines(read)).toEqual([]);
  },
);
