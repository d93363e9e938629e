import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chat } from '../api/types';
import { moment } from '../common/moment';
import { AnswerForm } from './answer-form';
import classes from './customer.module.css';

type Conversation = NonNullable<Chat['conversation']>;

/** What was written, the newest at the bottom, and where to write. */
export function ChatThread({
  conversation,
  lost,
  onSend,
  onForget,
}: {
  conversation: Conversation;
  lost: boolean;
  onSend: (text: string, key: string) => Promise<void>;
  onForget: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const { messages, status } = conversation;
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.id;
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [newest]);
  const answered = messages.some(({ from }) => from === 'agent');
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="log" aria-label={t('chatPage.messages')}>
        <ol className={classes.messages}>
          {messages.map((message) => (
            <li key={message.id} className={classes.message} data-from={message.from}>
              {message.from !== 'system' && (
                <span className={classes.who}>
                  <strong>
                    {message.from === 'you'
                      ? t('chatPage.you')
                      : (message.name ?? t('chatPage.team'))}
                  </strong>{' '}
                  <time dateTime={message.createdAt}>{moment(message.createdAt)}</time>
                </span>
              )}
              <p className={classes.bubble}>{message.text}</p>
            </li>
          ))}
        </ol>
        {!answered && status === 'open' && (
          <p className={classes.notice}>{t('chatPage.waiting')}</p>
        )}
        <div ref={end} />
      </div>
      {status === 'closed' && (
        <div className={classes.closed} role="status">
          <span>{t('chatPage.closed')}</span>
          <button type="button" className={classes.secondary} onClick={() => void onForget()}>
            {t('chatPage.new')}
          </button>
        </div>
      )}
      {lost && (
        <p role="status" className={classes.notice}>
          {t('chatPage.lost')}
        </p>
      )}
      <AnswerForm
        draft="chat"
        label={t('chatPage.message')}
        button={t('chatPage.send')}
        failed={t('chatPage.notSent')}
        hint={t('chatPage.hint')}
        enterSends
        maxLength={5_000}
        onSend={onSend}
      />
    </>
  );
}
