/** Sentences about what people write to a support desk for, with words as unevenly used as in life. */

const things = [
  ...['printer', 'invoice', 'password', 'delivery', 'account', 'screen', 'order', 'licence'],
  ...['refund', 'keyboard', 'router', 'calendar', 'backup', 'payment', 'address', 'report'],
  ...['export', 'login', 'update', 'certificate', 'webhook', 'shipment', 'contract', 'voucher'],
];
const troubles = [
  ...['does not arrive', 'is shown twice', 'cannot be changed', 'is too slow', 'is missing'],
  ...['stopped working', 'has the wrong date', 'asks for a code', 'was charged again', 'is broken'],
  ...['is not accepted', 'looks different', 'ends with an error', 'has expired'],
];
const places = ['in Berlin', 'on my phone', 'since Monday', 'for our team', 'in the shop', 'again'];

/** How many different words the long texts are made of. */
const vocabularySize = 20_000;

export function aTitle(): string {
  const title = `${pick(things)} ${pick(troubles)} ${pick(places)}`;
  return title[0]!.toUpperCase() + title.slice(1);
}

/** Some sentences, 15 to 75 words. */
export function aText(): string {
  const sentences = Array.from({ length: 1 + below(5) }, () => {
    const words = Array.from({ length: 14 }, aWord).join(' ');
    return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
  });
  return `The ${pick(things)} ${pick(troubles)}. ${sentences.join(' ')}`;
}

/** A name that hardly anybody else has, written as names are. */
export function aName(): string {
  const words = vocabulary();
  return [pick(words), pick(words)].map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ');
}

export function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

export function pick<T>(of: readonly T[]): T {
  return of[below(of.length)]!;
}

/** The n-th word is used about 1/n as often as the first (Zipf's law). */
function aWord(): string {
  return vocabulary()[Math.floor(vocabularySize ** Math.random()) - 1]!;
}

let made: string[] | undefined;

/** Words that can be spoken: syllables counted up, the short ones first. */
function vocabulary(): string[] {
  if (made) return made;
  const syllables = [...'bdfghklmnprstvwz'].flatMap((c) => [...'aeiou'].map((v) => c + v));
  const two = syllables.flatMap((a) => syllables.map((b) => `${a}${b}n`));
  const three = two.flatMap((a) => ['lo', 'mer', 'tis'].map((end) => a + end));
  made = [...shuffled(two), ...shuffled(three)].slice(0, vocabularySize);
  return made;
}

/** In an order that is the same each time, without the alphabet in it. */
function shuffled(words: string[]): string[] {
  return words.map((_, index) => words[(index * 7_919) % words.length]!);
}
