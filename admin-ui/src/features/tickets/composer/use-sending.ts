import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../../../domain/ticket/status';
import { ApiProblem } from '../../../api/problem';
import type { Message, Ticket } from '../../../api/types';
import type { Along } from '../../macros/change-words';
import { concernsOf, promisesFile } from './new-addresses';
import type { Question } from './questions';
import type { Mode, Writing } from './types';
import { mentionsOf, type Mentionable } from './use-mentions';
import type { useServerDraft } from './use-server-draft';
import type { useUploads } from './use-uploads';

const undoSeconds = 10;

/**
 * Sends what is written once what speaks against it is answered; each question is asked once. What
 * the server refuses stays where it is, with the reason.
 */
export function useSending({
  mode,
  ticket,
  messages,
  lastSeq,
  draft,
  people,
  uploads,
  along,
  onSend,
  onSent,
}: {
  mode: Mode;
  ticket: Ticket;
  messages: Message[];
  /** The newest event that is shown. */
  lastSeq: number;
  draft: ReturnType<typeof useServerDraft>;
  /** Who can be mentioned. */
  people: Mentionable[];
  uploads: ReturnType<typeof useUploads>;
  /** What a macro changes with it. */
  along: Along;
  onSend: (writing: Writing, idempotencyKey: string) => Promise<void>;
  onSent: () => void;
}) {
  const { t } = useTranslation();
  const [sending, setSending] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const busy = useRef(false);
  const begunAt = useRef<number | null>(null);
  const confirmed = useRef(new Set<string>());

  function questionBefore(then: Status | undefined): Question | null {
    const ask = (kind: string): boolean => !confirmed.current.has(kind);
    const concerns =
      mode === 'reply' ? concernsOf(ticket, messages, [...draft.cc, ...draft.bcc]) : [];
    const open = concerns.filter(({ address }) => ask(`address ${address}`));
    if (open.length > 0) return { kind: 'addresses', concerns: open, then };
    const files = draft.files.length + uploads.uploads.length;
    if (files === 0 && promisesFile(draft.text) && ask('file')) return { kind: 'file', then };
    return null;
  }

  function writingNow(then: Status | undefined): Writing {
    const { text, cc, bcc, files } = draft.now();
    const mentions = mode === 'note' ? mentionsOf(text, people) : [];
    const { status, ...others } = along;
    const changes = then || !status ? others : along;
    return {
      kind: mode,
      text: text.trim(),
      ...(Object.keys(changes).length > 0 && { changes }),
      ...(files.length > 0 && { attachmentIds: files.map(({ id }) => id) }),
      ...(mentions.length > 0 && { mentions }),
      ...(mode === 'reply' && {
        sendAfterSeconds: undoSeconds,
        ...(cc.length > 0 && { cc }),
        ...(bcc.length > 0 && { bcc }),
        ...(then && { setStatus: then }),
        ...(!confirmed.current.has('news') && { lastSeenSeq: begunAt.current ?? lastSeq }),
      }),
    };
  }

  async function send(then: Status | undefined): Promise<void> {
    if (busy.current || draft.text.trim() === '') return;
    const asked = questionBefore(then);
    setQuestion(asked);
    if (asked) return;
    busy.current = true;
    setSending(true);
    try {
      if (!(await uploads.settled())) throw new Error(t('files.leaveOut'));
      const writing = writingNow(then);
      await onSend(writing, draft.keyFor(writing));
      await draft.clear();
      confirmed.current.clear();
      begunAt.current = null;
      onSent();
    } catch (error) {
      const isNews = error instanceof ApiProblem && error.code === 'ticket-moved-on';
      setQuestion(
        isNews ? { kind: 'news', error, then } : { kind: 'refused', error: error as Error },
      );
    } finally {
      busy.current = false;
      setSending(false);
    }
  }

  return {
    sending,
    question,
    send,
    /** The first letter: what is shown now is what the writer has seen. */
    begin: () => (begunAt.current = lastSeq),
    drop: () => setQuestion(null),
    /** The writer looks at what others wrote; the next sending is over that. */
    review: () => {
      begunAt.current = null;
      setQuestion(null);
    },
    /** "Yes" to what was asked: it is not asked again, and the reply goes on its way. */
    goOn: (answered: Question) => {
      if (answered.kind === 'addresses') {
        for (const { address } of answered.concerns) confirmed.current.add(`address ${address}`);
      } else confirmed.current.add(answered.kind);
      setQuestion(null);
      if ('then' in answered) void send(answered.then);
    },
  };
}
