import { mailTexts } from '../../domain/mail/messages';

/**
 * What stands for a mail that is too large to be fetched: its own headers, apart from those that say
 * how its content is written, with a sentence that says where it is.
 */
export function noticeOfLargeMail(
  headers: Buffer,
  about: Parameters<typeof mailTexts.leftInItsFolder>[0],
): Buffer {
  const kept = headers
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
    .filter((header) => header !== '' && !/^(content-|mime-version)/i.test(header));
  const head = [
    ...kept,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ].join('\r\n');
  const text = mailTexts.leftInItsFolder(about);
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(`${text}\r\n`)]);
}
