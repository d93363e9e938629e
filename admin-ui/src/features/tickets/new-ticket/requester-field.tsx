import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { IconAddressBook, IconUser, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findPeople, type Person } from './people';
import classes from './new-ticket.module.css';

/** The customer, found by name or e-mail; an address nobody knows becomes a Lead. */
export function RequesterField({
  value,
  error,
  onChange,
}: {
  value: Person | null;
  error: string | undefined;
  onChange: (person: Person | null) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const combobox = useCombobox();
  const found = useQuery({
    queryKey: ['people', asked],
    queryFn: () => findPeople(asked),
    enabled: asked.length > 0 && value === null,
    placeholderData: (before) => before,
  });
  // Closed while it has nothing to show, so that Escape closes the dialog.
  const openFor = (typed: string): void =>
    typed.trim() ? combobox.openDropdown() : combobox.closeDropdown();
  const people = asked ? (found.data ?? []) : [];
  const fresh = newAddress(text, people);

  if (value) {
    return (
      <div>
        <div className={classes.label} id="requester-label">
          {t('field.requester')}
        </div>
        <div className={classes.person} role="group" aria-labelledby="requester-label">
          <PersonIcon kind={value.kind} />
          <span className={classes.personName}>
            {value.name ? `${value.name} ` : ''}
            <span className={classes.personMail}>{value.email}</span>
          </span>
          <span className={classes.personMail}>{t(`requester.${value.kind}`)}</span>
          <CloseButton
            size="sm"
            aria-label={t('newTicket.otherRequester')}
            onClick={() => {
              setText('');
              onChange(null);
            }}
          />
        </div>
      </div>
    );
  }
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        onChange(id === 'new' ? fresh : (people.find((person) => person.id === id) ?? null));
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t('field.requester')}
          description={t('newTicket.requesterHint')}
          placeholder={t('newTicket.requesterPlaceholder')}
          data-autofocus
          error={error}
          value={text}
          rightSection={found.isFetching ? <Loader size={14} /> : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
            openFor(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => openFor(text)}
          onBlur={() => {
            combobox.closeDropdown();
            if (fresh && people.length === 0) onChange(fresh);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown
        hidden={asked === '' || (people.length === 0 && !fresh && found.isFetching)}
      >
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }} aria-label={t('field.requester')}>
          {people.map((person) => (
            <Combobox.Option key={person.id} value={person.id!}>
              <span className={classes.option}>
                <PersonIcon kind={person.kind} />
                <span className={classes.personName}>
                  {person.name ?? person.email}{' '}
                  {person.name && <span className={classes.personMail}>{person.email}</span>}
                </span>
                <span className={classes.personMail}>
                  {person.account ?? t(`requester.${person.kind}`)}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {fresh && (
            <Combobox.Option value="new">
              <span className={classes.option}>
                <PersonIcon kind="new" />
                <span className={classes.personName}>
                  {t('newTicket.newLead', { email: fresh.email })}
                </span>
              </span>
            </Combobox.Option>
          )}
          {people.length === 0 && !fresh && (
            <Combobox.Empty>{t('newTicket.nobody')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function PersonIcon({ kind }: { kind: Person['kind'] }) {
  if (kind === 'new') return <IconUserPlus size={16} aria-hidden />;
  return kind === 'contact' ? (
    <IconAddressBook size={16} aria-hidden />
  ) : (
    <IconUser size={16} aria-hidden />
  );
}

/** The typed address, when nobody found has it. "Ana Lopez <ana@example.com>" gives the name too. */
function newAddress(text: string, people: Person[]): Person | null {
  const parts = /^(?:\s*"?([^"<]*?)"?\s*<)?\s*([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)\s*>?\s*$/.exec(text);
  const email = parts?.[2];
  if (!email || people.some((one) => one.email.toLowerCase() === email.toLowerCase())) return null;
  return { kind: 'new', id: null, email, name: parts[1] || null, account: null };
}
