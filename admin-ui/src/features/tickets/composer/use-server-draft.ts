import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf, ApiProblem } from '../../../api/problem';
import type { DraftFile, Mode, ServerDraft } from './types';

export interface Written {
  text: string;
  cc: string[];
  bcc: string[];
  files: DraftFile[];
}

const nothing: Written = { text: '', cc: [], bcc: [], files: [] };
const debounceMs = 500;
const retryMs = 5_000;

/**
 * What is being written, kept on the server: saved half a second after the last key, one save after
 * the other, each over the version that was read. `theirs` is what another window saved meanwhile.
 */
export function useServerDraft(number: number, mode: Mode) {
  const client = useQueryClient();
  const [written, setWritten] = useState<Written | null>(null);
  const [saved, setSaved] = useState<'saved' | 'saving' | 'not-saved' | 'none'>('none');
  const [theirs, setTheirs] = useState<ServerDraft | null>(null);
  const key = useMemo(() => ['draft', number, mode] as const, [number, mode]);
  const loaded = useQuery({
    queryKey: key,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: () => readDraft(number, mode),
  });
  const stored = loaded.data;
  const version = useRef<number | null>(null);
  const pending = useRef<Written | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const chain = useRef(Promise.resolve());
  const attempt = useRef<{ body: string; key: string }>(undefined);

  const save = (): Promise<void> => {
    clearTimeout(timer.current);
    chain.current = chain.current.then(async () => {
      const content = pending.current;
      if (!content || version.current === null) return;
      pending.current = null;
      try {
        version.current = await writeDraft(number, mode, version.current, content);
        if (!pending.current) setSaved(isEmpty(content) ? 'none' : 'saved');
        void client.invalidateQueries({ queryKey: ['drafts'] });
      } catch (error) {
        pending.current ??= content;
        setSaved('not-saved');
        if (error instanceof ApiProblem && error.status === 412) {
          setTheirs(await readDraft(number, mode).catch(() => null));
        } else timer.current = setTimeout(() => void latest.current(), retryMs);
      }
    });
    return chain.current;
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });

  useEffect(() => {
    if (!stored || version.current !== null) return;
    version.current = stored.version;
    // Somebody was faster than the answer: their words stay, and what was kept is offered.
    if (pending.current && stored.version > 0) setTheirs(stored);
    else if (pending.current) void latest.current();
  }, [stored]);

  useEffect(() => {
    const flush = (): void => void latest.current();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);

  const shown = written ?? (stored ? writtenIn(stored) : nothing);
  const put = (next: Written): void => {
    setWritten(next);
    pending.current = next;
    setSaved('saving');
    clearTimeout(timer.current);
    if (!theirs) timer.current = setTimeout(() => void latest.current(), debounceMs);
  };
  const change = useRef(put);
  const current = useRef(shown);
  useEffect(() => {
    change.current = put;
    current.current = shown;
  });
  return {
    ...shown,
    /** As it is this moment, be it drawn or not. */
    now: () => current.current,
    saved,
    theirs,
    set: (fields: Partial<Written>) => {
      current.current = { ...current.current, ...fields };
      change.current(current.current);
    },
    addFile: (file: DraftFile) => {
      current.current = { ...current.current, files: [...current.current.files, file] };
      change.current(current.current);
    },
    keepMine: () => {
      version.current = theirs?.version ?? 0;
      setTheirs(null);
      pending.current = shown;
      void save();
    },
    takeTheirs: () => {
      version.current = theirs?.version ?? 0;
      pending.current = null;
      setWritten(theirs ? writtenIn(theirs) : nothing);
      setTheirs(null);
      setSaved('saved');
    },
    /** It was sent: nothing is left to keep. A save that is under way ends first. */
    clear: async (): Promise<void> => {
      clearTimeout(timer.current);
      current.current = nothing;
      setWritten(nothing);
      setTheirs(null);
      setSaved('none');
      pending.current = nothing;
      await save();
    },
    /** The same key for the same body, so that trying again never sends twice. */
    keyFor: (body: unknown): string => {
      const text = JSON.stringify(body);
      if (attempt.current?.body !== text)
        attempt.current = { body: text, key: newIdempotencyKey() };
      return attempt.current.key;
    },
  };
}

/** What was taken back, before what was begun since. */
export function before(taken: Written, begun: Written): Written {
  return {
    text: begun.text.trim() ? `${taken.text}\n\n${begun.text}` : taken.text,
    cc: [...new Set([...begun.cc, ...taken.cc])],
    bcc: [...new Set([...begun.bcc, ...taken.bcc])],
    files: [...taken.files, ...begun.files],
  };
}

/** Puts what was taken back into the reply's draft, for whoever opens the ticket's composer next. */
export async function keepAsDraft(number: number, taken: Written): Promise<void> {
  const draft = await readDraft(number, 'reply');
  await writeDraft(number, 'reply', draft.version, before(taken, writtenIn(draft)));
}

function writtenIn({ text, cc, bcc, attachments }: ServerDraft): Written {
  return { text, cc, bcc, files: attachments };
}

function isEmpty({ text, cc, bcc, files }: Written): boolean {
  return text === '' && cc.length + bcc.length + files.length === 0;
}

function readDraft(number: number, mode: Mode): Promise<ServerDraft> {
  const params = { path: { number }, query: { mode } };
  return answerOf(api.GET('/api/v1/tickets/{number}/draft', { params }));
}

/** Answers the version that it has now; an empty draft is none. */
async function writeDraft(
  number: number,
  mode: Mode,
  over: number,
  content: Written,
): Promise<number> {
  const params = { path: { number }, query: { mode } };
  if (isEmpty(content)) {
    if (over > 0) await answerOf(api.DELETE('/api/v1/tickets/{number}/draft', { params }));
    return 0;
  }
  const { version } = await answerOf(
    api.PUT('/api/v1/tickets/{number}/draft', {
      params: { ...params, header: { 'If-Match': `"${over}"` } },
      body: {
        text: content.text,
        cc: content.cc,
        bcc: content.bcc,
        attachmentIds: content.files.map(({ id }) => id),
      },
      keepalive: content.text.length < 30_000,
    }),
  );
  return version;
}
