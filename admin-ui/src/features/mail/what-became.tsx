import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IncomingMail } from '../../api/types';

/** What became of a mail that was written as a customer, and where to see it. */
export function WhatBecame({
  mail: { outcome, ticketNumber },
  onLeave,
}: {
  mail: Pick<IncomingMail, 'outcome' | 'ticketNumber'>;
  onLeave?: () => void;
}) {
  const { t } = useTranslation();
  const isIn = outcome === 'new' || outcome === 'appended' || outcome === 'follow_up';
  if (outcome === 'received') return <Told>{t('mail.inTheQueue')}</Told>;
  return (
    <Told>
      <Anchor
        component={Link}
        to={isIn ? `/tickets/${ticketNumber}` : `/incoming-mail?outcome=${outcome}`}
        inherit
        {...(onLeave && { onClick: onLeave })}
      >
        {isIn ? t('mail.seeTicket', { number: ticketNumber }) : t('mail.seeIncoming')}
      </Anchor>
    </Told>
  );
}

function Told({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Alert color="green" variant="light" role="status" mb="sm" title={t('mail.delivered')}>
      {children}
    </Alert>
  );
}
