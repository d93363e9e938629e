import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useChat } from './chat';
import { ChatStartForm } from './chat-start-form';
import { ChatThread } from './chat-thread';
import classes from './customer.module.css';

/** The hosted chat: a form first, then the conversation, which survives a reload. */
export function ChatPage() {
  const { t } = useTranslation();
  const chat = useChat();
  const { loaded } = chat;
  useEffect(() => {
    document.title = t('chatPage.title');
  }, [t]);
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('chatPage.title')}</h1>
        <p className={classes.quiet}>{t('chatPage.intro')}</p>
      </header>
      {loaded.state === 'failed' && (
        <div role="alert" className={classes.problem}>
          <p>
            {t('chatPage.notLoaded')} {loaded.error.message}
          </p>
          <button type="button" className={classes.secondary} onClick={() => void chat.load()}>
            {t('chatPage.retry')}
          </button>
        </div>
      )}
      {loaded.state === 'ready' && loaded.conversation === null && (
        <ChatStartForm onStart={(body) => chat.start(body)} />
      )}
      {loaded.state === 'ready' && loaded.conversation && (
        <ChatThread
          conversation={loaded.conversation}
          lost={chat.lost}
          onSend={(text, key) => chat.send(text, key)}
          onForget={() => chat.forget()}
        />
      )}
    </main>
  );
}
