const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;
const headLength = 16;
const windowLength = 4_096;
const longest = 4_000_000;

/**
 * RTF as Outlook keeps it ([MS-OXRTFCP], LZFu), one character a byte. Null when it is none; what is cut
 * off, or longer than any mail, ends where it ends.
 */
export function decompressRtf(data: Buffer): string | null {
  if (data.length < headLength) return null;
  const kind = data.readUInt32LE(8);
  if (kind === uncompressed) return data.toString('latin1', headLength, headLength + longest);
  if (kind !== compressed) return null;

  const window = Buffer.alloc(windowLength);
  let place = window.write(beginning, 'latin1');
  const out: number[] = [];
  const write = (byte: number): void => {
    out.push(byte);
    window[place] = byte;
    place = (place + 1) % windowLength;
  };
  for (let at = headLength; at < data.length && out.length < longest;) {
    const flags = data[at++]!;
    for (let bit = 0; bit < 8 && at < data.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        write(data[at++]!);
        continue;
      }
      if (at + 2 > data.length) return text(out);
      const reference = data.readUInt16BE(at);
      at += 2;
      const from = reference >> 4;
      if (from === place) return text(out);
      const length = (reference & 15) + 2;
      for (let one = 0; one < length; one += 1) write(window[(from + one) % windowLength]!);
    }
  }
  return text(out);
}

function text(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('latin1');
}

/** What both sides know before the first byte. */
const beginning =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n' +
  '\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
