import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';
import type { ChatStart } from './chat';
import classes from './customer.module.css';

/** Who asks, if they want to say so, and what. */
export function ChatStartForm({ onStart }: { onStart: (body: ChatStart) => Promise<void> }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const problems = error instanceof ApiProblem ? error.problems : [];
  const wrong = (field: string): string | undefined =>
    problems.find(({ path }) => path === field)?.message;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || text.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      await onStart({
        text: text.trim(),
        ...(name.trim() && { name: name.trim() }),
        ...(email.trim() && { email: email.trim() }),
      });
    } catch (failure) {
      setError(failure as Error);
      setBusy(false);
    }
  }

  const optional = <span className={classes.optional}>({t('chatPage.optional')})</span>;
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <label className={classes.field}>
        <span>
          {t('chatPage.name')} {optional}
        </span>
        <input
          autoComplete="name"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label className={classes.field}>
        <span>
          {t('chatPage.email')} {optional}
        </span>
        <input
          type="email"
          autoComplete="email"
          maxLength={254}
          aria-describedby="email-hint"
          aria-invalid={wrong('email') !== undefined}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <p id="email-hint" className={classes.hint}>
        {wrong('email') ?? t('chatPage.emailHint')}
      </p>
      <label className={classes.field}>
        <span>{t('chatPage.message')}</span>
        <textarea
          required
          rows={5}
          maxLength={5_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {error && (
        <p role="alert" className={classes.problem}>
          {t('chatPage.notSent')} {error.message}
        </p>
      )}
      <button type="submit" className={classes.primary} aria-disabled={busy}>
        {busy ? t('chatPage.sending') : t('chatPage.start')}
      </button>
    </form>
  );
}
