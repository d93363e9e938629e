import { Anchor } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconHourglass,
  IconMailX,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { SentMail } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { Age } from '../../common/time';
import classes from '../incoming-mail/incoming-mail.module.css';
import { MailList } from '../incoming-mail/mail-list';
import settings from '../settings/settings.module.css';
import { useOutgoingMail } from './queries';

const icons: Record<SentMail['state'], Icon> = {
  queued: IconHourglass,
  sent: IconCheck,
  failed: IconAlertTriangle,
  bounced: IconMailX,
  withdrawn: IconArrowBackUp,
};

const states = Object.keys(icons) as SentMail['state'][];

/** Every mail that went out or is to, and how it fares. */
export function OutgoingMailPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const state = states.find((one) => one === params.get('state')) ?? null;
  usePageTitle(t('outgoing.title'));
  return (
    <MailList
      title={t('outgoing.title')}
      intro={t('outgoing.intro')}
      filter={{
        name: 'state',
        label: t('outgoing.filter'),
        choices: states.map((one) => ({ value: one, label: t(`outgoing.state.${one}`) })),
      }}
      list={useOutgoingMail({ state, q: params.get('q') ?? '' })}
      icon={<IconSend size={32} />}
      empty={t('outgoing.empty')}
    >
      {(mail) => <MailRow key={mail.id} mail={mail} />}
    </MailList>
  );
}

function MailRow({ mail }: { mail: SentMail }) {
  const { t } = useTranslation();
  const { to, cc, subject, state, kind, attempts, reason, ticketNumber, createdAt } = mail;
  const StateIcon = icons[state];
  return (
    <li className={`${settings.rowOf} ${classes.mail}`}>
      <div className={settings.rowText}>
        <div className={settings.rowTitle}>{subject}</div>
        <div className={settings.quiet}>
          {t('outgoing.to', { to: [...to, ...cc].join(', ') })}
          {' · '}
          <Age at={createdAt} />
        </div>
        <div className={classes.fate}>
          <span className={classes.outcome} data-outcome={state}>
            <StateIcon size={14} aria-hidden />
            {t(`outgoing.state.${state}`)}
          </span>
          <span className={settings.quiet}>{t(`outgoing.kind.${kind}`)}</span>
          {attempts > 1 && (
            <span className={settings.quiet}>{t('outgoing.attempts', { count: attempts })}</span>
          )}
          {ticketNumber !== undefined && (
            <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
              {t('incoming.ticket', { number: ticketNumber })}
            </Anchor>
          )}
        </div>
        {reason && <div className={settings.quiet}>{reason}</div>}
      </div>
    </li>
  );
}
