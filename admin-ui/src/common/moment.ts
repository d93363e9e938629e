import { locale } from './locale';

/** A moment in the reader's own zone: "Nov 23, 2026, 9:30 AM". */
export function moment(at: string): string {
  return formatter(locale(), 'short').format(Date.parse(at));
}

/** The same to the second, for what comes within a minute: "Nov 23, 2026, 9:30:05 AM". */
export function exactMoment(at: string): string {
  return formatter(locale(), 'medium').format(Date.parse(at));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatter(language: string, timeStyle: 'short' | 'medium'): Intl.DateTimeFormat {
  const key = `${language} ${timeStyle}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle });
    formatters.set(key, known);
  }
  return known;
}
