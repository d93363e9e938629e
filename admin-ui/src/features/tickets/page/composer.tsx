import { Alert, Button, Kbd, Select, Tabs, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconLock, IconNote, IconSend } from '@tabler/icons-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { statusTable, type Status } from '../../../../../domain/ticket/status';
import type { Mailbox, Me, Ticket } from '../../../api/types';
import { useDraft } from '../../../shared/drafts';
import { requesterName } from '../requester';
import classes from './composer.module.css';

/** Dark enough for white letters; the note's own colour on its tab and button. */
const amber = '#8a5a00';

export type Mode = 'reply' | 'note';

export interface ComposerHandle {
  open: (mode: Mode) => void;
}

export interface Writing {
  kind: Mode;
  text: string;
  setStatus?: Status;
}

/** Where an agent writes: to the customer or to the team, unmistakably one of the two. */
export function Composer({
  ticket,
  me,
  mailbox,
  onSend,
  ref,
}: {
  ticket: Ticket;
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
  const [refusal, setRefusal] = useState<Error | null>(null);
  const draft = useDraft(`${ticket.number}.${mode}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const busy = useRef(false);

  const open = (next: Mode): void => {
    setMode(next);
    setRefusal(null);
    requestAnimationFrame(() => field.current?.focus());
  };
  useImperativeHandle(ref, () => ({ open }));

  const afterwards = (['waiting', 'resolved', 'in_progress', 'open'] as const).filter((status) =>
    (statusTable[ticket.status].next as readonly Status[]).includes(status),
  );
  const setStatus = afterwards.find((status) => status === after);

  async function send(then: Status | undefined): Promise<void> {
    const text = draft.text.trim();
    if (busy.current || text === '') return;
    busy.current = true;
    setSending(true);
    setRefusal(null);
    const writing: Writing = {
      kind: mode,
      text,
      ...(mode === 'reply' && then && { setStatus: then }),
    };
    try {
      await onSend(writing, draft.keyFor(writing));
      draft.clear();
      setAfter('stay');
    } catch (error) {
      setRefusal(error as Error);
    } finally {
      busy.current = false;
      setSending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key === 'Enter') {
      event.preventDefault();
      const resolve = event.shiftKey && afterwards.includes('resolved');
      void send(resolve ? 'resolved' : setStatus);
    } else if (mod && event.shiftKey && event.key.toLowerCase() === 'x') {
      event.preventDefault();
      open(mode === 'reply' ? 'note' : 'reply');
    } else if (event.key === 'Escape') {
      event.currentTarget.blur();
    }
  }

  const isNote = mode === 'note';
  return (
    <section className={classes.composer} data-mode={mode} aria-label={t('composer.label')}>
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
            <dl className={classes.addresses}>
              <dt>{t('composer.to')}</dt>
              <dd>
                <span className={classes.chip}>
                  {ticket.requester.name ? (
                    <>
                      {ticket.requester.name} <span>&lt;{ticket.requester.email}&gt;</span>
                    </>
                  ) : (
                    ticket.requester.email
                  )}
                </span>
              </dd>
              <dt>{t('composer.from')}</dt>
              <dd>
                {mailbox
                  ? t('composer.fromValue', {
                      agent: me.name,
                      mailbox: mailbox.name,
                      address: mailbox.address,
                    })
                  : me.name}
              </dd>
            </dl>
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
            onChange={(event) => draft.setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {refusal && (
            <Alert color="red" variant="light" role="alert" mb="xs" title={t('composer.notSent')}>
              {refusal.message} {t('composer.kept')}
            </Alert>
          )}
          <div className={classes.foot}>
            {isNote ? (
              <span className={classes.hint}>{t('composer.noteHint')}</span>
            ) : (
              <span className={classes.goesTo}>
                <IconSend size={14} aria-hidden />
                <span>
                  {t('composer.goesTo')} <strong>{ticket.requester.email}</strong>
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
            <Kbd size="xs">{t('keys.mod')}</Kbd> <Kbd size="xs">Enter</Kbd>{' '}
            {t(isNote ? 'composer.keyNote' : 'composer.keyReply')}
          </p>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
