import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationThread } from '../../api/types';
import { Initials } from '../../common/initials';
import { Age } from '../../common/time';
import classes from './inbox.module.css';

/** What both sides wrote, oldest first; stays at the newest. */
export function ChatMessages({
  messages,
  visitor,
}: {
  messages: ConversationThread['messages'];
  visitor: string;
}) {
  const { t } = useTranslation();
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.id;
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [newest]);
  return (
    <div className={classes.scroll} role="log" aria-label={t('inbox.messages')} tabIndex={0}>
      <ol className={classes.messages}>
        {messages.map(({ id, author, text, createdAt }) => {
          const name = author.type === 'agent' ? (author.name ?? '') : visitor;
          return author.type === 'system' ? (
            <li key={id} className={classes.system}>
              {text}
            </li>
          ) : (
            <li key={id} className={classes.message} data-from={author.type}>
              <Initials name={name} size={28} />
              <div className={classes.said}>
                <span className={classes.saidBy}>
                  <strong>{name}</strong> <Age at={createdAt} />
                </span>
                <p className={classes.text}>{text}</p>
              </div>
            </li>
          );
        })}
      </ol>
      <div ref={end} />
    </div>
  );
}
