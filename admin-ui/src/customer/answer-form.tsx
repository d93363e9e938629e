import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useDraft } from '../common/drafts';
import classes from './customer.module.css';

/** Where a customer writes. Words stay until the server has them, also through a reload. */
export function AnswerForm({
  draft: draftName,
  label,
  button,
  failed,
  hint,
  enterSends = false,
  maxLength,
  onSend,
}: {
  draft: string;
  label: string;
  button: string;
  failed: string;
  hint?: string;
  enterSends?: boolean;
  maxLength: number;
  onSend: (text: string, key: string) => Promise<void>;
}) {
  const draft = useDraft(draftName);
  const [error, setError] = useState<Error | null>(null);
  const busy = useRef(false);
  const [sending, setSending] = useState(false);

  async function send(): Promise<void> {
    const text = draft.text.trim();
    if (busy.current || text === '') return;
    busy.current = true;
    setSending(true);
    setError(null);
    try {
      await onSend(text, draft.keyFor(text));
      draft.clear();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      busy.current = false;
      setSending(false);
    }
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const mod = event.ctrlKey || event.metaKey;
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!mod && (!enterSends || event.shiftKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <form className={classes.answer} onSubmit={onSubmit}>
      {error && (
        <p role="alert" className={classes.problem}>
          {failed} {error.message}
        </p>
      )}
      <div className={classes.answerRow}>
        <textarea
          aria-label={label}
          placeholder={label}
          rows={enterSends ? 2 : 5}
          maxLength={maxLength}
          value={draft.text}
          // What is typed meanwhile would go with what was sent.
          readOnly={sending}
          onChange={(event) => draft.setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className={classes.primary}>
          {button}
        </button>
      </div>
      {hint && <p className={classes.keys}>{hint}</p>}
    </form>
  );
}
