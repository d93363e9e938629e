let current = 'en';

/** The language of dates, numbers and ages: that of the words around them. */
export function locale(): string {
  return current;
}

export function setLocale(language: string): void {
  current = language;
}
