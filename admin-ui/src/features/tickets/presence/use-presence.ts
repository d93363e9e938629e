import { useCallback, useEffect, useRef, useState } from 'react';
import { presenceEveryMs, type Doing } from '../../../../../domain/ticket/presence';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import { onPresenceChanged } from '../../../api/stream';
import type { PresentAgent } from '../../../api/types';

/** Who has not typed for so long only looks. */
const pauseMs = 8_000;

/**
 * Tells the others that one is on a ticket, and answers who else is. `typed` says that one writes
 * there; `sent` that it is done. Without a word from the server nobody is shown.
 */
export function usePresence(number: number): {
  others: PresentAgent[];
  typed: (doing: Doing) => void;
  sent: () => void;
} {
  const [others, setOthers] = useState<PresentAgent[]>([]);
  const [doing, setDoing] = useState<Doing>('viewing');
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useCallback((): void => {
    clearTimeout(pause.current);
    setDoing('viewing');
  }, []);
  const typed = useCallback(
    (what: Doing): void => {
      setDoing(what);
      clearTimeout(pause.current);
      pause.current = setTimeout(sent, pauseMs);
    },
    [sent],
  );

  useEffect(() => {
    let over = false;
    const tell = (): void => {
      if (document.visibilityState === 'hidden') return;
      answerOf(
        api.PUT('/api/v1/tickets/{number}/presence', {
          params: { path: { number } },
          body: { page: pageId, doing },
        }),
      ).then(
        ({ items }) => over || setOthers(items),
        () => over || setOthers([]),
      );
    };
    tell();
    const timer = setInterval(tell, presenceEveryMs);
    const stop = onPresenceChanged((changed) => {
      if (changed === number) tell();
    });
    return () => {
      over = true;
      clearInterval(timer);
      stop();
    };
  }, [number, doing]);

  useEffect(() => {
    const leave = (): void => {
      void fetch(`/api/v1/tickets/${number}/presence?page=${pageId}`, {
        method: 'DELETE',
        keepalive: true,
      }).catch(() => undefined);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      clearTimeout(pause.current);
      leave();
    };
  }, [number]);
  return { others, typed, sent };
}

const pageId = newPageId();

/** Where the page is not secure, a browser has no `randomUUID`. */
function newPageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
