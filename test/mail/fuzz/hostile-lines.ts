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
  repeated.flatMap((again) => ['', 'x', ':'].map((end) => ({ begin, again, end }))),
);

export function lineOf({ begin, again, end }: HostileLine, length: number): string {
  return begin + again.repeat(Math.ceil(length / again.length)) + end;
}

/** As long a text as is kept of a mail would be, by half. */
const length = 200_000;
/** Read in time that grows with the line it takes some; where time grows with the square, many seconds. */
const mostMs = 2_000;

/** The lines that take far too long; of each beginning and repetition one stands for all ends. */
export function slowLines(read: (line: string) => unknown): HostileLine[] {
  return hostileLines
    .filter(({ begin, end }) => shortForm.includes(begin) && end === 'x')
    .filter((line) => msOf(read, lineOf(line, length)) > mostMs);
}

/** The fuzz reads lines of every beginning. */
const shortForm = ['', 'a<', '<!--'];

/** Of the processor's time, so that a busy machine fails nothing. */
function msOf(read: (line: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
