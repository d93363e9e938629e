import '@fontsource-variable/inter/wght.css';
import './customer.css';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import customer from '../messages/en/customer.json';
import { setLocale } from '../common/locale';
import { CustomerApp } from './customer-app';

/** Only the words of these pages, in the browser's language: the agents' catalogue stays away. */
async function start(): Promise<void> {
  const german = navigator.languages.find((one) => /^(en|de)\b/.test(one))?.startsWith('de');
  const language = german ? 'de' : 'en';
  const words = german ? (await import('../messages/de/customer.json')).default : customer;
  document.documentElement.lang = language;
  setLocale(language);
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: words } },
    interpolation: { escapeValue: false },
  });
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <CustomerApp path={window.location.pathname} />
    </StrictMode>,
  );
}

void start();
