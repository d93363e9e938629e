import '@fontsource-variable/inter/wght.css';
import './customer.css';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import customer from '../messages/en/customer.json';
import { CustomerApp } from './customer-app';

// Only the words of these pages: the agents' catalogue stays with the agents' application.
void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: customer } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CustomerApp path={window.location.pathname} />
  </StrictMode>,
);
