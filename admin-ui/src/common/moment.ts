import { locale } from './locale';

/** A moment in the reader's own zone: "Nov 23, 2026, 9:30 AM". */
export function moment(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(at),
  );
}
