import { Combobox, Kbd, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { StatusIcon } from '../../common/status';
import { useShortcuts } from '../../common/shortcuts';
import { Marked } from './marked';
import { personPath } from '../people/addresses';
import { useFirstResults } from './queries';
import classes from './search.module.css';

/** Search from everywhere: results while one types, Enter for all of them. */
export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const found = useFirstResults(q);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useShortcuts([
    {
      key: '/',
      label: t('keys.search'),
      run: () => input.current?.focus(),
      everywhere: true,
    },
  ]);

  const go = (to: string): void => {
    combobox.closeDropdown();
    setText('');
    input.current?.blur();
    void navigate(to);
  };
  const results = q === '' ? undefined : found.data;
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={go}
      width={440}
      position="bottom-start"
      shadow="md"
      withinPortal
      classNames={{ option: classes.option }}
    >
      <Combobox.Target>
        <TextInput
          ref={input}
          size="sm"
          aria-label={t('search.everything')}
          aria-keyshortcuts="/"
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">/</Kbd>}
          rightSectionPointerEvents="none"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => text && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !combobox.dropdownOpened) input.current?.blur();
            if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() >= 0) return;
            if (text.trim()) go(`/search?q=${encodeURIComponent(text.trim())}`);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!results}>
        <Combobox.Options mah={460} style={{ overflowY: 'auto' }} aria-label={t('search.results')}>
          {results && results.people.length > 0 && (
            <Combobox.Group label={t('search.people')}>
              {results.people.map((person) => (
                <Combobox.Option key={person.id} value={personPath(person)}>
                  <span className={classes.person}>
                    <IconUser size={14} aria-hidden />
                    <Marked parts={person.label} />
                    {person.name && <span className={classes.quiet}>{person.email}</span>}
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {results && results.items.length > 0 && (
            <Combobox.Group label={t('search.tickets')}>
              {results.items.map(({ ticket, title, snippet }) => (
                <Combobox.Option key={ticket.number} value={`/tickets/${ticket.number}`}>
                  <span className={classes.line}>
                    <StatusIcon status={ticket.status} />
                    <span className={classes.number}>#{ticket.number}</span>
                    <span className="truncate">
                      <Marked parts={title} />
                    </span>
                  </span>
                  {snippet && (
                    <span className={classes.smallSnippet}>
                      <Marked parts={snippet.parts} />
                    </span>
                  )}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {results && results.items.length + results.people.length === 0 ? (
            <Combobox.Empty>{t('search.nothing', { q })}</Combobox.Empty>
          ) : (
            <Combobox.Option value={`/search?q=${encodeURIComponent(text.trim())}`}>
              {t('search.all')}
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
