import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './messages/en';
import type { later } from './messages/en/later';
import { setLocale } from './common/locale';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & typeof later };
  }
}

/** The languages there are, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof languages;

const storageKey = 'ticketloom.language';

/** English is there at once; the others come when they are asked for. */
const load: Record<Exclude<Language, 'en'>, () => Promise<object>> = {
  de: async () => (await import('./messages/de')).de,
};

/** All words of the UI live in `messages/`; a key that is not there does not compile. */
export const i18n: I18n = i18next.createInstance();
i18n.on('languageChanged', (language) => {
  document.documentElement.lang = language;
  setLocale(language);
});
void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The words of pages that are loaded later; asked for by each of them, loaded once. */
export async function loadLaterWords(): Promise<void> {
  i18n.addResourceBundle('en', 'translation', (await import('./messages/en/later')).later, true);
}

/** The language that was chosen in this browser, else the browser's own, else English. */
export async function startLanguage(): Promise<void> {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages];
  const known = wanted.map((one) => one?.split('-')[0]).find(isLanguage);
  // Without its words (a file that the network lost) the desk speaks English.
  await show(known ?? 'en').catch(() => undefined);
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await show(language);
}

export function useLanguage(): Language {
  const { i18n: current } = useTranslation();
  return isLanguage(current.language) ? current.language : 'en';
}

async function show(language: Language): Promise<void> {
  if (language !== 'en' && !i18n.hasResourceBundle(language, 'translation')) {
    i18n.addResourceBundle(language, 'translation', await load[language]());
  }
  await i18n.changeLanguage(language);
}

function isLanguage(value: string | null | undefined): value is Language {
  return value !== undefined && value !== null && value in languages;
}
