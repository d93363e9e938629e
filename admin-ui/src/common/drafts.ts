import { useState } from 'react';
import { newIdempotencyKey } from '../api/client';

interface Stored {
  text: string;
  /** The last body that was sent, and its key: sent once more it is the same request. */
  attempt?: { body: string; key: string };
}

/**
 * Words being written, kept in the browser so that a reload or a crash loses nothing.
 * `keyFor(body)` gives the same idempotency key as long as the body stays the same, so a double
 * click or a retry after a lost answer never sends twice.
 */
export function useDraft(name: string) {
  const [drafts, setDrafts] = useState<Record<string, Stored>>({});
  const draft = drafts[name] ?? read(name);
  const put = (next: Stored): void => {
    write(name, next);
    setDrafts((before) => ({ ...before, [name]: next }));
  };
  return {
    text: draft.text,
    setText: (text: string) => put({ ...draft, text }),
    clear: () => put({ text: '' }),
    keyFor: (body: unknown): string => {
      const text = JSON.stringify(body);
      if (draft.attempt?.body === text) return draft.attempt.key;
      const key = newIdempotencyKey();
      put({ ...draft, attempt: { body: text, key } });
      return key;
    },
  };
}

const prefix = 'ticketloom.draft.';

function read(name: string): Stored {
  try {
    return (
      (JSON.parse(localStorage.getItem(prefix + name) ?? 'null') as Stored | null) ?? { text: '' }
    );
  } catch {
    return { text: '' };
  }
}

function write(name: string, draft: Stored): void {
  try {
    if (draft.text === '') localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the words stay on the page.
  }
}
