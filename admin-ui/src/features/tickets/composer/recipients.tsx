import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mailbox, Me, Relation, Ticket } from '../../../api/types';
import { useMailboxes } from '../queries';
import pageClasses from './composer.module.css';
import classes from './composer-parts.module.css';

/** To, Cc and From of a reply, in sight above its words. */
export function Recipients({
  ticket,
  me,
  mailbox,
  relations,
  cc,
  bcc,
  onCc,
  onBcc,
}: {
  ticket: Ticket;
  me: Me;
  mailbox: Mailbox | undefined;
  relations: Relation[];
  cc: string[];
  bcc: string[];
  onCc: (cc: string[]) => void;
  onBcc: (bcc: string[]) => void;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<'cc' | 'bcc' | null>(null);
  const { name, email } = ticket.requester;
  // Which mailbox answers is for the server to say; where all of them sign, the reply is signed.
  const mailboxes = useMailboxes().data?.items ?? [];
  const isSigned = mailboxes.length > 0 && mailboxes.every(({ signature }) => signature !== '');

  // Customers of merged tickets take part, but only the agent can say what they should read.
  const others = relations.filter(({ kind, ticket: other }, at) => {
    const address = other.requester.email.toLowerCase();
    return (
      kind === 'merged_from' &&
      ![email, ...cc, ...bcc].some((one) => one.toLowerCase() === address) &&
      relations.findIndex((one) => one.ticket.requester.email.toLowerCase() === address) === at
    );
  });

  return (
    <dl className={pageClasses.addresses}>
      <dt>{t('composer.to')}</dt>
      <dd className={classes.to}>
        <span className={pageClasses.chip}>
          {name ? (
            <>
              {name} <span>&lt;{email}&gt;</span>
            </>
          ) : (
            email
          )}
        </span>
        {opened !== 'cc' && cc.length === 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpened('cc')}>
            {t('composer.addCc')}
          </Button>
        )}
        {opened !== 'bcc' && bcc.length === 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpened('bcc')}>
            {t('composer.addBcc')}
          </Button>
        )}
        {others.map(({ ticket: other }) => (
          <Button
            key={other.number}
            size="compact-xs"
            variant="subtle"
            onClick={() => onCc([...cc, other.requester.email])}
          >
            {t('related.alsoCc', { email: other.requester.email, number: other.number })}
          </Button>
        ))}
      </dd>
      {(opened === 'cc' || cc.length > 0) && (
        <Copies
          label={t('composer.cc')}
          focused={opened === 'cc'}
          value={cc}
          without={[email, ...bcc]}
          onChange={onCc}
        />
      )}
      {(opened === 'bcc' || bcc.length > 0) && (
        <Copies
          label={t('composer.bcc')}
          focused={opened === 'bcc'}
          value={bcc}
          without={[email, ...cc]}
          onChange={onBcc}
        />
      )}
      <dt>{t('composer.from')}</dt>
      <dd>
        {mailbox
          ? t('composer.fromValue', {
              agent: me.name,
              mailbox: mailbox.name,
              address: mailbox.address,
            })
          : me.name}
        {isSigned && `, ${t('composer.withSignature')}`}
      </dd>
    </dl>
  );
}

/** One row of addresses; those in other rows are not taken a second time. */
function Copies({
  label,
  focused,
  value,
  without,
  onChange,
}: {
  label: string;
  focused: boolean;
  value: string[];
  without: string[];
  onChange: (addresses: string[]) => void;
}) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<string | null>(null);

  function take(addresses: string[]): void {
    const trimmed = addresses.map((address) => address.trim()).filter(Boolean);
    setWrong(trimmed.find((address) => !looksLikeAddress(address)) ?? null);
    const known = new Set(without.map((address) => address.toLowerCase()));
    onChange(
      trimmed.filter((address) => {
        const isKnown = known.has(address.toLowerCase());
        known.add(address.toLowerCase());
        return looksLikeAddress(address) && !isKnown;
      }),
    );
  }

  return (
    <>
      <dt>{label}</dt>
      <dd>
        <TagsInput
          size="xs"
          aria-label={label}
          placeholder={value.length === 0 ? t('composer.ccHint') : ''}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          autoFocus={focused}
          value={value}
          onChange={take}
          error={wrong && t('composer.noAddress', { address: wrong })}
        />
      </dd>
    </>
  );
}

function looksLikeAddress(text: string): boolean {
  return /^[^\s<>(),;:"\\@]+@[^\s<>(),;:"\\@]+\.[^\s<>(),;:"\\@]+$/.test(text);
}
