import { Anchor, Button } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { isOnTicket, mailOutcomes, releasableOutcomes } from '../../../../domain/mail/intake';
import type { IncomingMail } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { Age } from '../../common/time';
import { showRefusal } from '../../common/toasts';
import { useBlock } from '../blocked-senders/queries';
import { useMay } from '../session/session';
import settings from '../settings/settings.module.css';
import classes from './incoming-mail.module.css';
import { MailList } from './mail-list';
import { MailPreview } from './mail-preview';
import { OutcomeLabel } from './outcome-label';
import { useIncomingMail, useProcessAgain, useRelease } from './queries';

/** Every mail that came in, what became of it and why; what was held back is released here. */
export function IncomingMailPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const outcome = mailOutcomes.find((one) => one === params.get('outcome')) ?? null;
  usePageTitle(t('incoming.title'));
  return (
    <MailList
      title={t('incoming.title')}
      intro={t('incoming.intro')}
      filter={{
        name: 'outcome',
        label: t('incoming.filter'),
        choices: mailOutcomes.map((one) => ({ value: one, label: t(`incoming.outcome.${one}`) })),
      }}
      list={useIncomingMail({ outcome, q: params.get('q') ?? '' })}
      icon={<IconMailbox size={32} />}
      empty={t('incoming.empty')}
    >
      {(mail) => <MailRow key={mail.id} mail={mail} />}
    </MailList>
  );
}

function MailRow({ mail }: { mail: IncomingMail }) {
  const { t } = useTranslation();
  const mayTakeIn = useMay('inbound-mail.write');
  const [shown, setShown] = useState(false);
  const { from, subject, ticketNumber } = mail;
  return (
    <li className={`${settings.rowOf} ${classes.mail}`}>
      <div className={settings.rowText}>
        <div className={settings.rowTitle}>{subject || t('incoming.noSubject')}</div>
        <div className={settings.quiet}>
          {from
            ? from.name
              ? `${from.name} <${from.address}>`
              : from.address
            : t('incoming.noSender')}
          {' · '}
          <Age at={mail.receivedAt} />
        </div>
        <div className={classes.fate}>
          <OutcomeLabel outcome={mail.outcome} />
          {ticketNumber !== undefined && (
            <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
              {t('incoming.ticket', { number: ticketNumber })}
            </Anchor>
          )}
          <Anchor component="button" type="button" inherit onClick={() => setShown(!shown)}>
            {t(shown ? 'incoming.hide' : 'incoming.show')}
          </Anchor>
          <Anchor href={`/api/v1/inbound-mail/${mail.id}/raw`} download inherit>
            {t('incoming.source')}
          </Anchor>
        </div>
        {mail.reason && <div className={settings.quiet}>{mail.reason}</div>}
        {shown && <MailPreview mail={mail} />}
      </div>
      {mayTakeIn && <MailActions mail={mail} shown={shown} />}
    </li>
  );
}

/** What takes longer than this to be dealt with is stuck. */
const usualMs = 60_000;

/** What is on a ticket is rarely wrong, so that it can be read again is offered to who looks at it. */
function MailActions({ mail, shown }: { mail: IncomingMail; shown: boolean }) {
  const { t } = useTranslation();
  const release = useRelease();
  const again = useProcessAgain();
  const { outcome, from, ticketNumber } = mail;
  const isUnderWay = outcome === 'received' && Date.now() - Date.parse(mail.receivedAt) < usualMs;
  const isHeld = outcome === 'quarantined';
  return (
    <div className={classes.actions}>
      {releasableOutcomes.includes(outcome) && (
        <Button
          size="xs"
          variant="default"
          title={t('incoming.releaseHint')}
          loading={release.isPending}
          onClick={() => release.mutate({ mail })}
        >
          {t('incoming.release')}
        </Button>
      )}
      {isHeld && ticketNumber !== undefined && (
        <Button
          size="xs"
          variant="default"
          loading={release.isPending}
          onClick={() => release.mutate({ mail, addAsParticipant: true })}
        >
          {t('incoming.releaseAs')}
        </Button>
      )}
      {!isUnderWay && (shown || !isOnTicket(outcome)) && (
        <Button
          size="xs"
          variant={isOnTicket(outcome) ? 'subtle' : 'default'}
          color="gray"
          title={t(isOnTicket(outcome) ? 'incoming.readAgainHint' : 'incoming.againHint')}
          loading={again.isPending}
          onClick={() => again.mutate({ mail })}
        >
          {t('incoming.again')}
        </Button>
      )}
      {isHeld && from && <BlockButton address={from.address} />}
    </div>
  );
}

function BlockButton({ address }: { address: string }) {
  const { t } = useTranslation();
  const mayBlock = useMay('blocked-senders.write');
  const block = useBlock();
  if (!mayBlock) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      loading={block.isPending}
      onClick={() =>
        block.mutate(address, { onError: (error) => showRefusal(t('incoming.block'), error) })
      }
    >
      {t('incoming.block')}
    </Button>
  );
}
