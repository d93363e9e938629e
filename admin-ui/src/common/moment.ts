import { locale } from './locale';

/** A moment in the reader's own zone: "Nov 23, 2026, 9:30 AM". */
export function moment(at: string): string {
  return formatter(locale()).format(Date.parse(at));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatter(language: string): Intl.DateTimeFormat {
  let known = formatters.get(language);
  if (!known) {
    known = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    formatters.set(language, known);
  }
  return known;
}
