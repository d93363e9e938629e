import { Button, Kbd, Tabs, Textarea } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBolt,
  IconLock,
  IconNote,
  IconPaperclip,
  IconSend,
} from '@tabler/icons-react';
import {
  lazy,
  Suspense,
  useImperativeHandle,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { statusTable, type Status } from '../../../../../domain/ticket/status';
import { together, type Along } from '../../macros/change-words';
import type { Mailbox, Me, Message, Relation, Ticket } from '../../../api/types';
import { useTeams } from '../../teams/queries';
import { useAgents } from '../queries';
import { requesterName } from '../requester';
import parts from './composer-parts.module.css';
import classes from './composer.module.css';
import { FileList } from './file-list';
import { MacroChips } from './macro-chips';
import macroClasses from './macros.module.css';
import type { Question } from './questions';
import { Recipients } from './recipients';
import { SendControls } from './send-controls';
import { amber, type Mode, type Writing } from './types';
import { mentionable, useMentions } from './use-mentions';
import { useSending } from './use-sending';
import { macroListId, macroOptionId, useMacroMenu } from './use-macro-menu';
import { before, useServerDraft, type Written } from './use-server-draft';
import { useUploads } from './use-uploads';

// Only who begins a mention or asks for macros needs these, and only some replies raise a question.
const MacroMenu = lazy(() => import('./macro-menu'));
const MentionList = lazy(() => import('./mention-list'));
const Questions = lazy(() => import('./questions'));

export interface ComposerHandle {
  open: (mode: Mode) => void;
  /** Asks which macro. */
  openMacros: () => void;
  /** A reply that was taken back is here again, before what was begun since. */
  restore: (written: Written) => void;
}

/** Where an agent writes: to the customer or to the team, unmistakably one of the two. */
export function Composer({
  ticket,
  messages,
  relations,
  lastSeq,
  me,
  mailbox,
  onSend,
  onApply,
  ref,
}: {
  ticket: Ticket;
  messages: Message[];
  relations: Relation[];
  /** The newest event that is shown. */
  lastSeq: number;
  me: Me;
  /** The address replies come from; undefined while it is read. */
  mailbox: Mailbox | undefined;
  /** Resolves when the server has it; rejects with its sentence. */
  onSend: (writing: Writing, idempotencyKey: string) => Promise<void>;
  /** Changes the ticket by a macro that has nothing to send. */
  onApply: (along: Along) => void;
  ref: Ref<ComposerHandle>;
}) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode>('reply');
  const [after, setAfter] = useState<Status>();
  const [alongs, setAlongs] = useState<{ [M in Mode]?: Along }>({});
  const along = alongs[mode] ?? {};
  const setAlong = (next: Along): void => setAlongs((all) => ({ ...all, [mode]: next }));
  const [dropping, setDropping] = useState(false);
  const reply = useServerDraft(ticket.number, 'reply');
  const note = useServerDraft(ticket.number, 'note');
  const draft = mode === 'reply' ? reply : note;
  const replyUploads = useUploads(reply.files, reply.addFile);
  const noteUploads = useUploads(note.files, note.addFile);
  const uploads = mode === 'reply' ? replyUploads : noteUploads;
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const people = mentionable(useAgents(), useTeams()).filter(({ id }) => id !== me.id);
  const sending = useSending({
    mode,
    ticket,
    messages,
    lastSeq,
    draft,
    people,
    uploads,
    along,
    onSend,
    onSent: () => {
      setAfter(undefined);
      setAlong({});
    },
  });

  /** The next key is meant for the field already, so all of it is drawn before this returns. */
  const focusAfter = (change: () => void, caret?: number): void => {
    flushSync(change);
    field.current?.focus();
    if (caret !== undefined) field.current?.setSelectionRange(caret, caret);
  };
  const open = (next: Mode): void =>
    focusAfter(() => {
      setMode(next);
      sending.drop();
    });
  const macros = useMacroMenu({
    ticket: ticket.number,
    text: draft.text,
    onUse: (text, caret, changes) =>
      focusAfter(() => {
        write(text);
        setAlong(together(along, changes));
      }, caret),
  });
  const openMacros = (): void => {
    const { text } = draft.now();
    const asked = text === '' || text.endsWith('\n') ? `${text}/` : `${text}\n/`;
    focusAfter(() => write(asked), asked.length);
    macros.at(asked.length);
  };
  useImperativeHandle(ref, () => ({
    open,
    openMacros,
    restore: (written) => {
      reply.set(before(written, reply));
      open('reply');
    },
  }));

  const afterwards = (['waiting', 'resolved', 'in_progress', 'open'] as const).filter((status) =>
    (statusTable[ticket.status].next as readonly Status[]).includes(status),
  );
  const setStatus = afterwards.find((status) => status === after);

  function write(text: string): void {
    if (draft.text === '') sending.begin();
    draft.set({ text });
  }
  const mentions = useMentions({
    on: mode === 'note',
    people,
    field,
    text: draft.text,
    onText: write,
  });

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (mentions.takeKey(event)) return;
    if (macros.onKeyDown(event)) return;
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key === 'Enter') {
      event.preventDefault();
      const resolve = mode === 'reply' && event.shiftKey && afterwards.includes('resolved');
      void sending.send(resolve ? 'resolved' : setStatus);
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
  const question: Question | null = draft.theirs
    ? { kind: 'draft', theirs: draft.theirs.text, keep: draft.keepMine }
    : sending.question;
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
              relations={relations}
              cc={draft.cc}
              bcc={draft.bcc}
              onCc={(cc) => draft.set({ cc })}
              onBcc={(bcc) => draft.set({ bcc })}
            />
          )}
          <div className={macroClasses.words}>
            {macros.open && (
              <Suspense>
                <MacroMenu menu={macros} />
              </Suspense>
            )}
            {isNote && (
              <Suspense>
                <MentionList mentions={mentions} />
              </Suspense>
            )}
            <Textarea
              ref={field}
              {...mentions.fieldProps}
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
              readOnly={sending.sending}
              onChange={(event) => {
                write(event.currentTarget.value);
                macros.at(event.currentTarget.selectionEnd);
                mentions.follow(event);
              }}
              onSelect={(event) => {
                macros.at(event.currentTarget.selectionEnd);
                mentions.follow(event);
              }}
              onBlur={() => {
                macros.at(null);
                mentions.close();
              }}
              aria-autocomplete="list"
              {...(macros.open &&
                macros.found.length > 0 && {
                  'aria-controls': macroListId,
                  'aria-activedescendant': macroOptionId(macros.active),
                })}
              onKeyDown={onKeyDown}
              onPaste={(event) => takeFiles(event, event.clipboardData)}
            />
          </div>
          <MacroChips
            along={along}
            onChange={setAlong}
            onApply={
              draft.text.trim() === ''
                ? () => {
                    onApply(along);
                    setAlong({});
                  }
                : undefined
            }
          />
          <FileList
            files={draft.files}
            uploads={uploads.uploads}
            onRemove={(id) => draft.set({ files: draft.files.filter((file) => file.id !== id) })}
            onCancel={uploads.cancel}
          />
          {question && (
            <Suspense>
              <Questions
                question={question}
                onGoOn={sending.goOn}
                onTakeTheirs={draft.takeTheirs}
                onAttach={() => picker.current?.click()}
                onReview={sending.review}
                onRemove={(addresses) => {
                  const kept = (address: string): boolean => !addresses.includes(address);
                  draft.set({ cc: draft.cc.filter(kept), bcc: draft.bcc.filter(kept) });
                  sending.drop();
                }}
              />
            </Suspense>
          )}
          <div className={classes.foot}>
            <div className={macroClasses.buttons}>
              <Button
                variant="default"
                size="sm"
                leftSection={<IconPaperclip size={16} />}
                onClick={() => picker.current?.click()}
              >
                {t('files.add')}
              </Button>
              <Button
                variant="default"
                size="sm"
                leftSection={<IconBolt size={16} />}
                onClick={openMacros}
              >
                {t('macros.insert')}
              </Button>
            </div>
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
                  {draft.bcc.length > 0 && (
                    <>
                      {' '}
                      {t('composer.unseen')} <strong>{draft.bcc.join(', ')}</strong>
                    </>
                  )}
                </span>
              </span>
            )}
            <SendControls
              mode={mode}
              status={ticket.status}
              after={setStatus ?? along.status}
              afterwards={afterwards}
              onAfter={(next) => {
                setAfter(next);
                const { status: _byMacro, ...others } = along;
                setAlong(others);
              }}
              sending={sending.sending}
              disabled={draft.text.trim() === ''}
              onSend={() => void sending.send(setStatus)}
            />
          </div>
          <p className={classes.keys}>
            {draft.saved !== 'none' && (
              <span className={classes.saved}>{t(`composer.draft.${draft.saved}`)}</span>
            )}
            <Kbd size="xs">{t('keys.mod')}</Kbd> <Kbd size="xs">Enter</Kbd>{' '}
            {t(isNote ? 'composer.keyNote' : 'composer.keyReply')}
            {isNote && ` · ${t('mentions.hint')}`}
          </p>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
