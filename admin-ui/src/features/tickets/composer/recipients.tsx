import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mailbox, Me, Relation, Ticket } from '../../../api/types';
import pageClasses from './composer.module.css';
import classes from './composer-parts.module.css';

/** To, Cc and From of a reply, in sight above its words. */
export function Recipients({
  ticket,
  me,
  mailbox,
  relations,
  cc,
  onCc,
}: {
  ticket: Ticket;
  me: Me;
  mailbox: Mailbox | undefined;
  relations: Relation[];
  cc: string[];
  onCc: (cc: string[]) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const { name, email } = ticket.requester;

  function take(addresses: string[]): void {
    const trimmed = addresses.map((address) => address.trim()).filter(Boolean);
    const bad = trimmed.find((address) => !looksLikeAddress(address));
    setWrong(bad ?? null);
    const own = new Set([email.toLowerCase()]);
    onCc(
      trimmed.filter((address) => {
        const known = own.has(address.toLowerCase());
        own.add(address.toLowerCase());
        return looksLikeAddress(address) && !known;
      }),
    );
  }

  // Customers of merged tickets take part, but only the agent can say what they should read.
  const others = relations.filter(({ kind, ticket: other }, at) => {
    const address = other.requester.email.toLowerCase();
    return (
      kind === 'merged_from' &&
      ![email, ...cc].some((one) => one.toLowerCase() === address) &&
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
        {!open && cc.length === 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
            {t('composer.addCc')}
          </Button>
        )}
        {others.map(({ ticket: other }) => (
          <Button
            key={other.number}
            size="compact-xs"
            variant="subtle"
            onClick={() => take([...cc, other.requester.email])}
          >
            {t('related.alsoCc', { email: other.requester.email, number: other.number })}
          </Button>
        ))}
      </dd>
      {(open || cc.length > 0) && (
        <>
          <dt>{t('composer.cc')}</dt>
          <dd>
            <TagsInput
              size="xs"
              aria-label={t('composer.cc')}
              placeholder={cc.length === 0 ? t('composer.ccHint') : ''}
              splitChars={[',', ';', ' ']}
              acceptValueOnBlur
              autoFocus={open}
              value={cc}
              onChange={take}
              error={wrong && t('composer.noAddress', { address: wrong })}
            />
          </dd>
        </>
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
      </dd>
    </dl>
  );
}

function looksLikeAddress(text: string): boolean {
  return /^[^\s<>(),;:"\\@]+@[^\s<>(),;:"\\@]+\.[^\s<>(),;:"\\@]+$/.test(text);
}
