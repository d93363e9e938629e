/** Bytes as `x-uuencode` carries them (POSIX, `uuencode`); what is not of that form stays as it is. */
export function uudecoded(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  if (begin < 0) return bytes;
  const out: number[] = [];
  for (const line of lines.slice(begin + 1)) {
    const length = sixBits(line, 0);
    if (line === '' || line === 'end' || length === 0) break;
    const before = out.length;
    for (let at = 1; out.length - before < length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((place) => sixBits(line, at + place));
      out.push((a! << 2) | (b! >> 4), ((b! & 15) << 4) | (c! >> 2), ((c! & 3) << 6) | d!);
    }
    out.length = before + length;
  }
  return Buffer.from(out);
}

/** Blanks at the end of a line may be lost on the way; they are zeros, as what is not there. */
function sixBits(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 0x20) & 63 : 0;
}
