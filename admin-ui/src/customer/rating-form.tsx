import {
  IconMoodAngry,
  IconMoodHappy,
  IconMoodEmpty,
  IconMoodSad,
  IconMoodSmile,
} from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ratingCommentMaxLength,
  ratingScores,
  type RatingScore,
} from '../../../domain/ticket/rating';
import type { CustomerRating } from '../api/types';
import classes from './rating-form.module.css';
import shared from './customer.module.css';

const faces = {
  1: IconMoodAngry,
  2: IconMoodSad,
  3: IconMoodEmpty,
  4: IconMoodSmile,
  5: IconMoodHappy,
};

/** Where a customer says how satisfied they are. Opening the page says nothing: machines open links. */
export function RatingForm({
  given,
  onRate,
}: {
  given: CustomerRating | null;
  onRate: (score: RatingScore, comment: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const [score, setScore] = useState<RatingScore | null>(given?.score ?? null);
  const [comment, setComment] = useState(given?.comment ?? '');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (score === null || sending) return;
    setSending(true);
    setError(null);
    try {
      await onRate(score, comment);
      setChanging(false);
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setSending(false);
    }
  }

  if (given && !changing) {
    return (
      <section className={classes.rating} role="status">
        <p className={classes.given}>
          {t('customerTicket.rating.given', {
            score: t(`customerTicket.rating.score.${given.score}`),
          })}{' '}
          <button type="button" className={classes.change} onClick={() => setChanging(true)}>
            {t('customerTicket.rating.change')}
          </button>
        </p>
        {given.comment && <p className={classes.comment}>{given.comment}</p>}
      </section>
    );
  }
  return (
    <form className={classes.rating} onSubmit={(event) => void send(event)}>
      <fieldset className={classes.scale}>
        <legend>{t('customerTicket.rating.ask')}</legend>
        {ratingScores.map((one) => {
          const Face = faces[one];
          return (
            <label key={one} className={classes.score}>
              <input
                type="radio"
                name="score"
                value={one}
                checked={score === one}
                onChange={() => setScore(one)}
              />
              <Face size={32} stroke={1.5} aria-hidden />
              <span>{t(`customerTicket.rating.score.${one}`)}</span>
            </label>
          );
        })}
      </fieldset>
      {score !== null && (
        <>
          <textarea
            aria-label={t('customerTicket.rating.comment')}
            placeholder={t('customerTicket.rating.comment')}
            rows={3}
            maxLength={ratingCommentMaxLength}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          {error && (
            <p role="alert" className={shared.problem}>
              {t('customerTicket.rating.notSent')} {error.message}
            </p>
          )}
          <button type="submit" className={shared.primary} disabled={sending}>
            {t('customerTicket.rating.send')}
          </button>
        </>
      )}
    </form>
  );
}
