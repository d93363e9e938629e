const width = 40;

/**
 * Shows on standard error how far something is: a bar that grows in a terminal, else a line for
 * each tenth.
 */
export function progressBar(
  what: string,
  total: number,
  out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> = process.stderr,
): { at: (done: number) => void; end: () => void } {
  const begin = Date.now();
  let tenths = 0;
  return {
    at(done) {
      const left = done > 0 ? ((Date.now() - begin) / done) * (total - done) : 0;
      const text = `${done} of ${total} ${what}, ${Math.ceil(left / 1_000)} s to go`;
      if (out.isTTY) {
        const filled = Math.round((width * done) / total);
        out.write(`\r[${'#'.repeat(filled)}${' '.repeat(width - filled)}] ${text}   `);
      } else if (Math.floor((10 * done) / total) > tenths) {
        tenths = Math.floor((10 * done) / total);
        out.write(`${text}\n`);
      }
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}
