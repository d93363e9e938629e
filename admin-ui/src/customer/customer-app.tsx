import { useTranslation } from 'react-i18next';
import { ChatPage } from './chat-page';
import { CustomerTicketPage } from './customer-ticket-page';
import classes from './customer.module.css';

/** The pages that need no sign-in: the chat, and a customer's own ticket. */
export function CustomerApp({ path }: { path: string }) {
  const { t } = useTranslation();
  if (/^\/chat\/?$/.test(path)) return <ChatPage />;
  const [, token] = /^\/t\/([\w-]+)\/?$/.exec(path) ?? [];
  if (token) return <CustomerTicketPage token={token} />;
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t('chatPage.noPage')}</h1>
    </main>
  );
}
