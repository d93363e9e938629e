import { useCallback, useEffect, useState } from 'react';
import { api } from '../api/client';
import { answerOf } from '../api/problem';
import type { Chat } from '../api/types';

export interface ChatStart {
  name?: string;
  email?: string;
  text: string;
}

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; error: Error }
  | { state: 'ready'; conversation: Chat['conversation'] };

/** This browser's conversation, kept up to date while the page is open. */
export function useChat() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [lost, setLost] = useState(false);
  const take = ({ conversation }: Chat): void => setLoaded({ state: 'ready', conversation });

  const load = useCallback(async (): Promise<void> => {
    try {
      take(await answerOf(api.GET('/api/v1/chat/conversation')));
    } catch (error) {
      // What is shown already stays: the stream asks again when the connection is back.
      setLoaded((before) =>
        before.state === 'ready' ? before : { state: 'failed', error: error as Error },
      );
    }
  }, []);
  useEffect(() => void load(), [load]);

  const listens = loaded.state === 'ready' && loaded.conversation !== null;
  useEffect(() => {
    if (!listens) return undefined;
    return listen(
      () => void load(),
      (connected) => setLost(!connected),
    );
  }, [listens, load]);

  return {
    loaded,
    lost,
    load,
    async start(body: ChatStart): Promise<void> {
      take(await answerOf(api.POST('/api/v1/chat/conversation', { body })));
    },
    async send(text: string, key: string): Promise<void> {
      take(
        await answerOf(
          api.POST('/api/v1/chat/conversation/messages', {
            params: { header: { 'Idempotency-Key': key } },
            body: { text },
          }),
        ),
      );
    },
    async forget(): Promise<void> {
      await answerOf(api.DELETE('/api/v1/chat/conversation'));
      setLoaded({ state: 'ready', conversation: null });
    },
  };
}

/** Hears until it is ended; the browser reconnects by itself, and after a refusal we do. */
function listen(changed: () => void, connection: (connected: boolean) => void): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource('/api/v1/chat/stream');
    source.addEventListener('ready', () => {
      connection(true);
      changed();
    });
    source.addEventListener('changed', changed);
    source.onerror = () => {
      connection(false);
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 5_000);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
