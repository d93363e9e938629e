import { CloseButton, Combobox, Input, Loader, TextInput, useCombobox } from '@mantine/core';
import { IconAddressBook, IconUser, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddPerson } from '../../people/add-person';
import { useMay } from '../../session/session';
import { findPeople, type Person } from './people';
import classes from './new-ticket.module.css';

/** The customer, found by name, e-mail or company; whoever is not there is added on the spot. */
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
  const mayAdd = useMay('people.write');
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
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
          <span className={classes.personMail}>{kindOf(value, t)}</span>
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
  if (adding) {
    return (
      <div>
        <div className={classes.label}>{t('field.requester')}</div>
        <div className={classes.adding}>
          <AddPerson
            begin={beginOf(text)}
            onAdded={({ type, ...person }) => {
              setAdding(false);
              onChange({ kind: type, ...person });
            }}
            onCancel={() => setAdding(false)}
          />
        </div>
        {error && <Input.Error mt={4}>{error}</Input.Error>}
      </div>
    );
  }
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        if (id === 'add') setAdding(true);
        else onChange(id === 'new' ? fresh : (people.find((person) => person.id === id) ?? null));
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
                <span className={classes.personMail}>{kindOf(person, t)}</span>
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
          {mayAdd && (
            <Combobox.Option value="add">
              <span className={classes.option}>
                <PersonIcon kind="new" />
                <span className={classes.personName}>{t('people.somebodyNew')}</span>
              </span>
            </Combobox.Option>
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

/** "Contact · Acme", "Lead". */
function kindOf({ kind, account }: Person, t: TFunction): string {
  return [t(`requester.${kind}`), account].filter(Boolean).join(' · ');
}

/** What was typed, at its place in the form. */
function beginOf(text: string): { name?: string; email?: string } {
  const fresh = newAddress(text, []);
  if (fresh) return { email: fresh.email, ...(fresh.name && { name: fresh.name }) };
  return text.includes('@') ? { email: text.trim() } : { name: text.trim() };
}

/** The typed address, when nobody found has it. "Ana Lopez <ana@example.com>" gives the name too. */
function newAddress(text: string, people: Person[]): Person | null {
  const parts = /^(?:\s*"?([^"<]*?)"?\s*<)?\s*([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)\s*>?\s*$/.exec(text);
  const email = parts?.[2];
  if (!email || people.some((one) => one.email.toLowerCase() === email.toLowerCase())) return null;
  return { kind: 'new', id: null, email, name: parts[1] || null, account: null };
}
