import { Anchor, Badge, Button, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconClock,
  IconLock,
  IconPaperclip,
  IconRefresh,
  IconRoute,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Message, Ticket } from '../../../api/types';
import { Initials } from '../../../common/initials';
import { sizeInWords } from '../../../common/size';
import { Age } from '../../../common/time';
import { splitForwarded } from '../../../../../domain/mail/forwarded-text';
import { splitFolded } from '../../../../../domain/mail/quoted-text';
import { canForward } from '../forward/can-forward';
import { HeldReply } from './held-reply';
import { canGo } from '../related/can-go';
import { HtmlMail } from './html-mail';
import { MessageMenu } from './message-menu';
import { MentionedText } from './mentioned-text';
import classes from './thread.module.css';

/** One message. Notes differ from mail in label, border and ground, not only in colour. */
export function MessageCard({
  message,
  requester,
  onUndo,
  onRetry,
  onForward,
  onSplit,
}: {
  message: Message;
  requester: Ticket['requester'];
  /** Takes a reply back that is still held. */
  onUndo: ((message: Message) => void) | undefined;
  /** Sends one again that could not be sent. */
  onRetry: ((message: Message) => void) | undefined;
  /** Shows it to a third party. */
  onForward: ((message: Message) => void) | undefined;
  /** Begins a new ticket with it. */
  onSplit: ((message: Message) => void) | undefined;
}) {
  const { t } = useTranslation();
  const name = message.author.name || message.author.email || t(`event.actor.system`);
  const isNote = message.kind === 'note';
  const html = message.direction === 'in' ? message.html : null;
  const splits = canGo(message) ? onSplit : undefined;
  const forwards = canForward(message) ? onForward : undefined;
  const files = message.attachments.filter(
    ({ id }) => !html?.includes(`"/api/v1/attachments/${id}"`),
  );
  return (
    <article
      id={`message-${message.id}`}
      className={classes.message}
      data-kind={message.kind}
      data-direction={message.direction}
    >
      {isNote && (
        <div className={classes.noteLabel}>
          <IconLock size={14} aria-hidden />{' '}
          {message.author.type === 'third-party'
            ? t('forward.thirdParty', { email: message.author.email })
            : t('thread.noteLabel')}
        </div>
      )}
      {message.kind === 'forward' && (
        <div className={classes.noteLabel}>
          <IconArrowForwardUp size={14} aria-hidden />{' '}
          {t('forward.label', { to: message.delivery?.to.join(', ') })}
        </div>
      )}
      <header className={classes.messageHead}>
        {message.author.type === 'flow' ? (
          <span className={classes.flowMark}>
            <IconRoute size={16} aria-hidden />
          </span>
        ) : (
          <Initials name={name} />
        )}
        <div className={classes.author}>
          <span className={classes.authorName}>{name}</span>
          {isSomebodyElse(message, requester) && (
            <Badge variant="default" size="sm" title={message.author.email ?? undefined}>
              {t('thread.notRequester')}
            </Badge>
          )}
          <span className={classes.quiet}>
            {message.kind === 'forward' ? t('forward.did') : t(`thread.did.${actOf(message)}`)}
          </span>
          <span className={classes.quiet}>
            <Age at={message.createdAt} />
          </span>
          {message.fromTicket !== undefined && (
            <Badge
              component={Link}
              to={`/tickets/${message.fromTicket}`}
              variant="default"
              size="sm"
              className={classes.fromTicket}
            >
              {t('related.from', { number: message.fromTicket })}
            </Badge>
          )}
        </div>
        {message.delivery?.sendsAt ? (
          <HeldReply until={message.delivery.sendsAt} onUndo={onUndo && (() => onUndo(message))} />
        ) : (
          message.delivery && <Delivery delivery={message.delivery} />
        )}
        {(splits ?? forwards) && (
          <MessageMenu message={message} onForward={forwards} onSplit={splits} />
        )}
      </header>
      <div className={classes.body}>
        {html ? (
          <HtmlMail html={html} title={t('thread.mailFrom', { name })} />
        ) : (
          <PlainText message={message} />
        )}
        {files.length > 0 && (
          <ul className={classes.files} aria-label={t('thread.attachments')}>
            {files.map((file) => (
              <li key={file.id}>
                {shownAsPicture.has(file.contentType) && (
                  <img
                    className={classes.thumbnail}
                    src={`/api/v1/attachments/${file.id}`}
                    alt=""
                    loading="lazy"
                  />
                )}
                <Anchor href={`/api/v1/attachments/${file.id}`} download={file.name} size="sm">
                  <IconPaperclip size={14} aria-hidden /> {file.name}
                </Anchor>{' '}
                <span className={classes.quiet}>{sizeInWords(file.size)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {(message.delivery?.state === 'failed' || message.delivery?.state === 'bounced') && (
        <Text size="sm" className={classes.failure}>
          {t(failureText(message.delivery), {
            to: message.delivery.to.join(', '),
            reason: message.delivery.reason ?? t('delivery.noReason'),
          })}
          {onRetry && (
            <Button
              size="compact-xs"
              variant="default"
              ml="xs"
              leftSection={<IconRefresh size={14} />}
              onClick={() => onRetry(message)}
            >
              {t('delivery.retry')}
            </Button>
          )}
        </Text>
      )}
    </article>
  );
}

const shownAsPicture = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function actOf(message: Message): 'wrote' | 'replied' | 'noted' | 'opened' | 'system' {
  if (message.kind === 'reply') return 'replied';
  if (message.author.type === 'third-party') return 'wrote';
  if (message.kind === 'note') return 'noted';
  if (message.kind === 'description') return 'opened';
  return message.kind === 'system' ? 'system' : 'wrote';
}

function PlainText({ message: { kind, text, mentions } }: { message: Message }) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  const { own, folded, label } = useMemo(() => partsOf(kind, text), [kind, text]);
  return (
    <>
      <div className={classes.text}>
        {own ? <MentionedText text={own} mentions={mentions} /> : t('thread.noText')}
      </div>
      {folded && !unfolded && (
        <Button
          variant="default"
          size="compact-xs"
          mt={6}
          aria-expanded={false}
          onClick={() => setUnfolded(true)}
        >
          {t(label)}
        </Button>
      )}
      {folded && unfolded && <blockquote className={classes.quote}>{folded}</blockquote>}
    </>
  );
}

/** What is shown at once, what is folded below it, and what the control says that unfolds it. */
function partsOf(
  kind: Message['kind'],
  text: string,
): { own: string; folded: string; label: 'forward.quoted' | 'thread.quoted' | 'thread.signature' } {
  if (kind === 'forward') {
    const { words, quoted } = splitForwarded(text);
    return { own: words, folded: quoted, label: 'forward.quoted' };
  }
  const fold = splitFolded(text);
  return { ...fold, label: fold.kind === 'signature' ? 'thread.signature' : 'thread.quoted' };
}

const deliveryIcons = {
  queued: IconClock,
  sent: IconCheck,
  failed: IconAlertTriangle,
  bounced: IconAlertTriangle,
  withdrawn: IconArrowBackUp,
};

/** Where one of several did not get it, the reason names that one. */
function failureText({ state, to, cc, bcc }: NonNullable<Message['delivery']>) {
  if (state === 'bounced') return 'delivery.bouncedText';
  const isOne = to.length + cc.length + bcc.length === 1;
  return isOne ? 'delivery.failedText' : 'delivery.failedOfSeveralText';
}

function Delivery({ delivery }: { delivery: NonNullable<Message['delivery']> }) {
  const { t } = useTranslation();
  const StateIcon = deliveryIcons[delivery.state];
  return (
    <span className={classes.delivery} data-state={delivery.state}>
      <StateIcon size={14} aria-hidden />
      {t(`delivery.${delivery.state}`)}
      <span className={classes.deliveryTo}>
        {t('delivery.to', { to: delivery.to.join(', ') })}
        {delivery.cc.length > 0 && `, ${t('delivery.cc', { cc: delivery.cc.join(', ') })}`}
        {delivery.bcc.length > 0 && `, ${t('delivery.bcc', { bcc: delivery.bcc.join(', ') })}`}
      </span>
    </span>
  );
}

/** Another customer's message: they are on the thread, and are not whose ticket it is. */
function isSomebodyElse({ author }: Message, requester: Ticket['requester']): boolean {
  if (author.type !== 'customer' || author.id === requester.id) return false;
  return author.email?.toLowerCase() !== requester.email.toLowerCase();
}
