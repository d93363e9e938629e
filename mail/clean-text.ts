/**
 * Text as Postgres can keep it and people can read it: line ends as \n, without NUL and other
 * control characters, lone surrogates replaced.
 */
export function cleanText(text: string): string {
  return (
    wellFormed(text)
      .replaceAll(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
  );
}

/** A header's text or a file's name: clean, on one line, not endless. */
export function cleanLine(text: string, maxLength = 1_000): string {
  return wellFormed(cleanText(text).replaceAll(/\s+/g, ' ').trim().slice(0, maxLength));
}

/** Going through UTF-8 puts U+FFFD where half a surrogate pair stood. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
