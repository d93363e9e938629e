import { ActionIcon, Badge, Button, TextInput, Title } from '@mantine/core';
import { IconBuilding, IconPencil } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { usePageTitle } from '../../common/page-title';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import { personPath } from './addresses';
import { NotThere } from './person-page';
import { useAccount, usePeople, usePeopleKeepUp, useRenameAccount } from './queries';
import { TheirTickets } from './their-tickets';
import classes from './people.module.css';

/** A company, its contacts, and the tickets of all of them. */
export function AccountPage() {
  const { id = '' } = useParams();
  const account = useAccount(id);
  if (!account.data) return <NotThere query={account} />;
  return <OneAccount key={id} id={id} name={account.data.name} />;
}

function OneAccount({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  usePageTitle(name);
  usePeopleKeepUp();
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Name id={id} name={name} />
      </div>
      <section aria-labelledby="contacts">
        <Title order={2} id="contacts" className={classes.heading}>
          {t('people.contacts')}
        </Title>
        <Contacts account={id} />
      </section>
      <TheirTickets whose={{ account: id }} withRequester />
    </div>
  );
}

function Name({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const mayChange = useMay('people.write');
  const rename = useRenameAccount(id);
  const [text, setText] = useState<string | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!text?.trim()) return;
    rename.mutate(text.trim(), {
      onSuccess: () => setText(null),
      onError: (error) => showRefusal(t('people.notSaved'), error),
    });
  };
  if (text !== null) {
    return (
      <form onSubmit={submit} className={classes.who}>
        <TextInput
          aria-label={t('people.name')}
          autoFocus
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={rename.isPending}>
          {t('people.save')}
        </Button>
        <Button variant="default" size="sm" onClick={() => setText(null)}>
          {t('state.cancel')}
        </Button>
      </form>
    );
  }
  return (
    <div className={classes.who}>
      <IconBuilding size={24} aria-hidden />
      <Title order={1}>{name}</Title>
      <Badge variant="default">{t('people.company')}</Badge>
      {mayChange && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('people.rename')}
          onClick={() => setText(name)}
        >
          <IconPencil size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

function Contacts({ account }: { account: string }) {
  const { t } = useTranslation();
  const contacts = usePeople({ account });
  const rows = contacts.data?.pages.flatMap(({ items }) => items) ?? [];
  if (contacts.isSuccess && rows.length === 0) {
    return <p className={classes.nothing}>{t('people.noContacts')}</p>;
  }
  return (
    <>
      <ul className={classes.tickets}>
        {rows.map((contact) => (
          <li key={contact.id} className={classes.ticket}>
            <Link to={personPath(contact)} className={classes.link}>
              {contact.name}
            </Link>
            <span className={classes.facts}>
              <span>{contact.email}</span>
              <span className="numbers">
                {t('people.openCount', { count: contact.openTickets })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {contacts.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={contacts.isFetchingNextPage}
          onClick={() => void contacts.fetchNextPage()}
        >
          {t('people.more')}
        </Button>
      )}
    </>
  );
}
