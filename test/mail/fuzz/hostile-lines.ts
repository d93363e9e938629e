/** A line without an end, made of a beginning, something again and again, and what comes last. */
export interface HostileLine {
  begin: string;
  again: string;
  end: string;
}

const begins = ['', 'a<', 'On ', 'From:', 'diagnostic-code:', '<!--', '<style>', '> ', '-- ', 're'];
const repeated = [
  ...['@', 'x@', '<', '<@', '<@>', '"<@>', ' ', '\t', '\r', '\n', '\u00a0', '-', '_', '*', '['],
  ...['a', ':', '>', '(', '&#', '<p>', '<a ', 'http://', 'Re: ', '[#1-', 'message-id:', '4.1.1 '],
  ...['From: a\nSent: 1:00\nTo: b\n', 'On 1 May 1:00 a@b wrote:\n', 'rgb(', 'border '],
];

/** Small beginnings of regular expressions that are tried again from every place of a long line. */
export const hostileLines: readonly HostileLine[] = begins.flatMap((begin) =>
  repeated.flatMap((again) => ['', 'x'].map((end) => ({ begin, again, end }))),
);

export function lineOf({ begin, again, end }: HostileLine, length: number): string {
  return begin + again.repeat(Math.ceil(length / again.length)) + end;
}

const length = 10_000;
/** Below it the clock and the garbage collector say more than the text. */
const shortestMs = 25;
/** Four times the text may take four times as long; where it is the square, it takes sixteen times. */
const mostTimes = 9;

/** The lines of which four times as many letters take far more than four times as long. */
export function slowLines(read: (line: string) => unknown): HostileLine[] {
  return hostileLines.filter((line) => {
    const long = lineOf(line, 4 * length);
    if (msOf(read, long) < shortestMs) return false;
    const short = lineOf(line, length);
    const [shortMs, longMs] = [short, long].map((text) =>
      Math.min(...Array.from({ length: 3 }, () => msOf(read, text))),
    );
    return longMs! > shortestMs && longMs! > mostTimes * shortMs!;
  });
}

/** Of the processor's time, so that a busy machine fails nothing. */
function msOf(read: (line: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
