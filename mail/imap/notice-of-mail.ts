/**
 * What stands for a mail that is not fetched: its own headers, apart from those that say how its content
 * is written, with a sentence that says where it is.
 */
export function noticeOfMail(headers: Buffer, text: string): Buffer {
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
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(`${text}\r\n`)]);
}
