import { Button, Kbd, Select, Tabs, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconLock, IconNote, IconPaperclip, IconSend } from '@tabler/icons-react';
import {
  useImperativeHandle,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { statusTable, type Status } from '../../../../../domain/ticket/status';
import { ApiProblem } from '../../../api/problem';
import type { Mailbox, Me, Message, Ticket } from '../../../api/types';
import { requesterName } from '../requester';
import parts from './composer-parts.module.css';
import classes from './composer.module.css';
import { FileList } from './file-list';
import { concernsOf, promisesFile } from './new-addresses';
import { Questions, type Question } from './questions';
import { Recipients } from './recipients';
import type { Mode, Writing } from './types';
import { useServerDraft, type Written } from './use-server-draft';
import { useUploads } from './use-uploads';

/** Dark enough for white letters; the note's own colour on its tab and button. */
const amber = '#8a5a00';
const undoSeconds = 10;

export interface ComposerHandle {
  open: (mode: Mode) => void;
  /** A reply that was taken back is here again, before what was begun since. */
  restore: (written: Written) => void;
}

/** Where an agent writes: to the customer or to the team, unmistakably one of the two. */
export function Composer({
  ticket,
  messages,
  lastSeq,
  me,
  mailbox,
  onSend,
  ref,
}: {
  ticket: Ticket;
  messages: Message[];
  /** The newest event that is shown. */
  lastSeq: number;
  me: Me;
  /** The address replies come from; undefined while it is read. */
  mailbox: Mailbox | undefined;
  /** Resolves when the server has it; rejects with its sentence. */
  onSend: (writing: Writing, idempotencyKey: string) => Promise<void>;
  ref: Ref<ComposerHandle>;
}) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode>('reply');
  const [after, setAfter] = useState<'stay' | Status>('stay');
  const [sending, setSending] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [dropping, setDropping] = useState(false);
  const reply = useServerDraft(ticket.number, 'reply');
  const note = useServerDraft(ticket.number, 'note');
  const draft = mode === 'reply' ? reply : note;
  const replyUploads = useUploads(reply.files, reply.addFile);
  const noteUploads = useUploads(note.files, note.addFile);
  const uploads = mode === 'reply' ? replyUploads : noteUploads;
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const begunAt = useRef<number | null>(null);
  const confirmed = useRef(new Set<string>());

  const open = (next: Mode): void => {
    setMode(next);
    setQuestion(null);
    requestAnimationFrame(() => field.current?.focus());
  };
  useImperativeHandle(ref, () => ({
    open,
    restore: ({ text, cc, files }) => {
      reply.set({
        text: reply.text.trim() ? `${text}\n\n${reply.text}` : text,
        cc: [...new Set([...reply.cc, ...cc])],
        files: [...files, ...reply.files],
      });
      open('reply');
    },
  }));

  const afterwards = (['waiting', 'resolved', 'in_progress', 'open'] as const).filter((status) =>
    (statusTable[ticket.status].next as readonly Status[]).includes(status),
  );
  const setStatus = afterwards.find((status) => status === after);

  /** What has to be answered before it leaves; each is asked once. */
  function questionBefore(then: Status | undefined): Question | null {
    const ask = (kind: string): boolean => !confirmed.current.has(kind);
    const concerns = mode === 'reply' ? concernsOf(ticket, messages, draft.cc) : [];
    const open = concerns.filter(({ address }) => ask(`address ${address}`));
    if (open.length > 0) return { kind: 'addresses', concerns: open, then };
    const files = draft.files.length + uploads.uploads.length;
    if (files === 0 && promisesFile(draft.text) && ask('file')) return { kind: 'file', then };
    return null;
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
      const { text, cc, files } = draft.now();
      const writing: Writing = {
        kind: mode,
        text: text.trim(),
        ...(files.length > 0 && { attachmentIds: files.map(({ id }) => id) }),
        ...(mode === 'reply' && {
          sendAfterSeconds: undoSeconds,
          ...(cc.length > 0 && { cc }),
          ...(then && { setStatus: then }),
          ...(!confirmed.current.has('news') && { lastSeenSeq: begunAt.current ?? lastSeq }),
        }),
      };
      await onSend(writing, draft.keyFor(writing));
      await draft.clear();
      confirmed.current.clear();
      begunAt.current = null;
      setAfter('stay');
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

  /** "Yes" to what was asked: it is not asked again, and the reply goes on its way. */
  function goOn(answered: Question): void {
    if (answered.kind === 'addresses') {
      for (const { address } of answered.concerns) confirmed.current.add(`address ${address}`);
    } else confirmed.current.add(answered.kind);
    setQuestion(null);
    if ('then' in answered) void send(answered.then);
  }

  function write(text: string): void {
    if (draft.text === '') begunAt.current = lastSeq;
    draft.set({ text });
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key === 'Enter') {
      event.preventDefault();
      const resolve = mode === 'reply' && event.shiftKey && afterwards.includes('resolved');
      void send(resolve ? 'resolved' : setStatus);
    } else if (mod && event.shiftKey && event.key.toLowerCase() === 'x') {
      event.preventDefault();
      open(mode === 'reply' ? 'note' : 'reply');
    } else if (event.key === 'Escape') {
      event.currentTarget.blur();
    }
  }

  const takeFiles = (event: ClipboardEvent | DragEvent, data: DataTransfer): void => {
    if (data.files.length === 0) return;
    event.preventDefault();
    uploads.add([...data.files]);
  };
  const isNote = mode === 'note';
  return (
    <section
      className={`${classes.composer} ${dropping ? parts.dropping : ''}`}
      data-mode={mode}
      aria-label={t('composer.label')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        takeFiles(event, event.dataTransfer);
      }}
    >
      <Tabs
        value={mode}
        onChange={(value) => open(value as Mode)}
        keepMounted={false}
        variant="pills"
      >
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="reply" leftSection={<IconArrowBackUp size={16} />} aria-keyshortcuts="r">
            {t('composer.reply')}
          </Tabs.Tab>
          <Tabs.Tab
            value="note"
            color={amber}
            leftSection={<IconNote size={16} />}
            aria-keyshortcuts="n"
          >
            {t('composer.note')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={mode}>
          {isNote ? (
            <p className={classes.noteLine}>
              <IconLock size={14} aria-hidden /> {t('composer.noteOnlyTeam')}
            </p>
          ) : (
            <Recipients
              ticket={ticket}
              me={me}
              mailbox={mailbox}
              cc={draft.cc}
              onCc={(cc) => draft.set({ cc })}
            />
          )}
          <Textarea
            ref={field}
            aria-label={t(isNote ? 'composer.noteText' : 'composer.replyText')}
            placeholder={t(isNote ? 'composer.notePlaceholder' : 'composer.replyPlaceholder', {
              name: requesterName(ticket).split(' ')[0],
            })}
            autosize
            minRows={4}
            maxRows={16}
            variant="unstyled"
            classNames={{ input: classes.words ?? '' }}
            value={draft.text}
            readOnly={sending}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => takeFiles(event, event.clipboardData)}
          />
          <FileList
            files={draft.files}
            uploads={uploads.uploads}
            onRemove={(id) => draft.set({ files: draft.files.filter((file) => file.id !== id) })}
            onCancel={uploads.cancel}
          />
          <Questions
            question={
              draft.theirs
                ? { kind: 'draft', theirs: draft.theirs.text, keep: draft.keepMine }
                : question
            }
            onGoOn={goOn}
            onTakeTheirs={draft.takeTheirs}
            onAttach={() => picker.current?.click()}
            onReview={() => {
              begunAt.current = null;
              setQuestion(null);
            }}
            onRemove={(addresses) => {
              draft.set({ cc: draft.cc.filter((address) => !addresses.includes(address)) });
              setQuestion(null);
            }}
          />
          <div className={classes.foot}>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconPaperclip size={16} />}
              onClick={() => picker.current?.click()}
            >
              {t('files.add')}
            </Button>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              aria-label={t('files.add')}
              onChange={(event) => {
                uploads.add([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            {isNote ? (
              <span className={classes.hint}>{t('composer.noteHint')}</span>
            ) : (
              <span className={classes.goesTo}>
                <IconSend size={14} aria-hidden />
                <span>
                  {t('composer.goesTo')}{' '}
                  <strong>{[ticket.requester.email, ...draft.cc].join(', ')}</strong>
                </span>
              </span>
            )}
            <div className={classes.actions}>
              {!isNote && (
                <Select
                  size="sm"
                  aria-label={t('composer.after')}
                  allowDeselect={false}
                  w={190}
                  comboboxProps={{ position: 'top-end' }}
                  value={setStatus ?? 'stay'}
                  onChange={(value) => setAfter((value ?? 'stay') as Status)}
                  data={[
                    {
                      value: 'stay',
                      label: t('composer.stay', { status: t(`status.${ticket.status}`) }),
                    },
                    ...afterwards.map((status) => ({
                      value: status,
                      label: t('composer.set', { status: t(`status.${status}`) }),
                    })),
                  ]}
                />
              )}
              <Button
                color={isNote ? amber : 'indigo'}
                loading={sending}
                disabled={draft.text.trim() === ''}
                leftSection={isNote ? <IconNote size={16} /> : <IconSend size={16} />}
                onClick={() => void send(setStatus)}
              >
                {t(isNote ? 'composer.addNote' : 'composer.sendReply')}
              </Button>
            </div>
          </div>
          <p className={classes.keys}>
            {draft.saved !== 'none' && (
              <span className={classes.saved}>{t(`composer.draft.${draft.saved}`)}</span>
            )}
            <Kbd size="xs">{t('keys.mod')}</Kbd> <Kbd size="xs">Enter</Kbd>{' '}
            {t(isNote ? 'composer.keyNote' : 'composer.keyReply')}
          </p>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
