/** What befalls runs: the same for the same step and time round, whoever asks and however often. */
export interface World {
  /** The code with which the step fails for good, or null. */
  failureOf(key: string, of: 'often' | 'seldom'): string | null;
  /** One of so many things that can happen there. */
  oneOf(key: string, count: number): number;
}

export function aWorld(seed: number): World {
  const roll = (key: string, what: string): number => hash(`${seed} ${key} ${what}`);
  return {
    failureOf(key, of) {
      if (key.startsWith('new-')) return null;
      const rolled = roll(key, 'fails');
      if (rolled % (of === 'often' ? 5 : 25) !== 0) return null;
      return `code-${rolled % 3}`;
    },
    oneOf: (key, count) => roll(key, 'is') % count,
  };
}

/** FNV-1a, then mixed so that low bits are as good as high ones. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
