import { openSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconBolt, IconSearch, IconTicket, IconUser } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { personPath } from '../features/people/addresses';
import { useFirstResults } from '../features/search/queries';
import { addressOf } from '../features/tickets/list/list-address';
import { useViews } from '../features/views/queries';
import { viewName } from '../features/views/view-links';
import { useShortcutRegistry } from '../common/shortcuts';
import { usePlaces } from './navigation';

interface Entry {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
}

/** Loaded when it is first asked for; each `asked` opens it. What can be done here, places and views to go to, and tickets, by a few letters of each. */
export default function Palette({ asked: times }: { asked: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list } = useShortcutRegistry();
  const views = useViews() ?? [];
  const places = usePlaces();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const found = useFirstResults(q);
  useEffect(() => openSpotlight(), [times]);
  const go = (to: string) => () => void navigate(to);

  const commands = list
    .filter(({ key }) => key !== 'mod+k')
    .map(({ key, label, run }): Entry => ({
      id: `command/${key}`,
      label,
      icon: <IconBolt size={16} aria-hidden />,
      // Once the palette is gone and has given back the focus.
      run: () => void setTimeout(run, 50),
    }));
  const here = new Set(list.filter((one) => !one.everywhere).map((one) => `command/${one.key}`));
  const goTo = [
    ...views.map((view) => ({ id: view.id, to: addressOf(view), label: viewName(view, t) })),
    ...places.map(({ to, label }) => ({ id: to, to, label: t(label) })),
  ].map(({ id, to, label }): Entry => ({
    id: `go/${id}`,
    label,
    icon: <IconArrowRight size={16} aria-hidden />,
    run: go(to),
  }));
  const number = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  const tickets: Entry[] = [
    ...(number
      ? [
          {
            id: 'number',
            label: t('palette.openTicket', { number }),
            icon: <IconTicket size={16} aria-hidden />,
            run: go(`/tickets/${number}`),
          },
        ]
      : []),
    ...(q === '' ? [] : (found.data?.items ?? [])).map(({ ticket }) => ({
      id: `ticket/${ticket.number}`,
      label: `#${ticket.number} ${ticket.title}`,
      icon: <IconTicket size={16} aria-hidden />,
      run: go(`/tickets/${ticket.number}`),
    })),
    ...(q === '' ? [] : (found.data?.people ?? [])).map((person) => ({
      id: `person/${person.id}`,
      label: [person.name, person.email].filter(Boolean).join(' · '),
      icon: <IconUser size={16} aria-hidden />,
      run: go(personPath(person)),
    })),
    ...(text.trim()
      ? [
          {
            id: 'search',
            label: t('palette.searchFor', { q: text.trim() }),
            icon: <IconSearch size={16} aria-hidden />,
            run: go(`/search?q=${encodeURIComponent(text.trim())}`),
          },
        ]
      : []),
  ];
  const asked = ({ label }: Entry): boolean =>
    label.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const groups = [
    { label: t('palette.here'), entries: commands.filter((one) => here.has(one.id)).filter(asked) },
    { label: t('palette.go'), entries: goTo.filter(asked) },
    { label: t('palette.tickets'), entries: tickets },
    {
      label: t('palette.everywhere'),
      entries: commands.filter((one) => !here.has(one.id)).filter(asked),
    },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      maxHeight={420}
      aria-label={t('palette.title')}
    >
      <Spotlight.Search
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
        {groups.map(({ label, entries }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                leftSection={entry.icon}
                highlightQuery={false}
                onClick={entry.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
