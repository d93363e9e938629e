import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { answerOf, ApiProblem } from '../api/problem';
import type { CustomerTicket } from '../api/types';
import { moment } from '../common/moment';
import type { RatingScore } from '../../../domain/ticket/rating';
import { AnswerForm } from './answer-form';
import { RatingForm } from './rating-form';
import classes from './customer.module.css';

const lookAgainMs = 60_000;

/** A customer's own ticket: how it stands, what was written, and where to answer. */
export function CustomerTicketPage({ token }: { token: string }) {
  const { t } = useTranslation();
  const { ticket, error, load } = useCustomerTicket(token);
  const [told, setTold] = useState('');
  useEffect(() => {
    if (ticket) document.title = `#${ticket.number} ${ticket.title}`;
  }, [ticket]);

  async function answer(text: string, key: string): Promise<void> {
    const { followUp } = await answerOf(
      api.POST('/api/v1/customer-tickets/{token}/messages', {
        params: { path: { token }, header: { 'Idempotency-Key': key } },
        body: { text },
      }),
    );
    if (followUp) window.location.assign(`/t/${followUp.token}`);
    setTold(
      followUp
        ? t('customerTicket.followUp', { number: followUp.number })
        : t('customerTicket.sent'),
    );
    await load();
  }

  async function rate(score: RatingScore, comment: string): Promise<void> {
    await answerOf(
      api.PUT('/api/v1/customer-tickets/{token}/rating', {
        params: { path: { token } },
        body: { score, comment },
      }),
    );
    await load();
  }

  if (error && !ticket) {
    const gone = error instanceof ApiProblem && error.status === 404;
    return (
      <main className={classes.page}>
        <h1 className={classes.title}>
          {t(gone ? 'customerTicket.gone' : 'customerTicket.notLoaded')}
        </h1>
        <p className={classes.quiet}>{gone ? t('customerTicket.goneText') : error.message}</p>
        {!gone && (
          <button type="button" className={classes.secondary} onClick={() => void load()}>
            {t('chatPage.retry')}
          </button>
        )}
      </main>
    );
  }
  if (!ticket) return <main className={classes.page} aria-busy="true" />;
  const isDone = ticket.status === 'resolved' || ticket.status === 'closed';
  return (
    <main className={classes.page} data-long>
      <header className={classes.head}>
        <p className={classes.quiet}>{t('customerTicket.page', { number: ticket.number })}</p>
        <h1 className={classes.title}>{ticket.title}</h1>
        <p className={classes.status}>
          {ticket.goesOnElsewhere
            ? t('customerTicket.elsewhere')
            : t(`customerTicket.status.${ticket.status}`)}
        </p>
      </header>
      {ticket.asksForRating && !ticket.goesOnElsewhere && (ticket.rating || isDone) && (
        <RatingForm given={ticket.rating} onRate={rate} />
      )}
      <section aria-label={t('customerTicket.messages')}>
        {ticket.messages.length === 0 && (
          <p className={classes.notice}>{t('customerTicket.nothingYet')}</p>
        )}
        <ol className={classes.messages}>
          {ticket.messages.map(({ id, from, name, text, createdAt }) => (
            <li
              key={id}
              className={classes.message}
              data-from={from === 'customer' ? 'you' : 'team'}
            >
              <span className={classes.who}>
                <strong>{name}</strong> <time dateTime={createdAt}>{moment(createdAt)}</time>
              </span>
              <p className={classes.bubble}>{text}</p>
            </li>
          ))}
        </ol>
      </section>
      <p role="status" className={classes.notice}>
        {told}
      </p>
      {!ticket.goesOnElsewhere && (
        <AnswerForm
          draft={`ticket.${ticket.number}`}
          label={t('customerTicket.answer')}
          button={t('customerTicket.send')}
          failed={t('customerTicket.notSent')}
          maxLength={20_000}
          onSend={answer}
        />
      )}
    </main>
  );
}

/** Read again when somebody looks, and once a minute while they do. */
function useCustomerTicket(token: string) {
  const [ticket, setTicket] = useState<CustomerTicket | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = useCallback(async (): Promise<void> => {
    try {
      setTicket(
        await answerOf(
          api.GET('/api/v1/customer-tickets/{token}', { params: { path: { token } } }),
        ),
      );
      setError(null);
    } catch (failure) {
      setError(failure as Error);
    }
  }, [token]);
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void load();
    };
    look();
    const timer = setInterval(look, lookAgainMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [load]);
  return { ticket, error, load };
}
