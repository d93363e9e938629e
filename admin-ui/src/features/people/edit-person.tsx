import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { generalProblem, isWhole, PersonInputs, trimmed } from './person-inputs';
import { useChangePerson, type PersonType } from './queries';
import classes from './people.module.css';

/** What is known of somebody, to be changed in its place. */
export function EditPerson({
  person,
  onDone,
}: {
  person: {
    type: PersonType;
    id: string;
    name: string | null;
    email: string;
    account: { name: string } | null;
  };
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { type, id, name, email, account } = person;
  const change = useChangePerson(type, id);
  const [value, setValue] = useState({ name: name ?? '', email, company: account?.name ?? '' });
  const problem = generalProblem(change.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWhole(type, value) || change.isPending) return;
    change.mutate(trimmed(value), { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} noValidate className={classes.edit}>
      <Stack gap="sm">
        <PersonInputs
          type={type}
          value={value}
          error={change.error}
          tried
          autoFocus
          onChange={(changed) => {
            setValue({ ...value, ...changed });
            if (change.error) change.reset();
          }}
        />
        {problem && (
          <Alert color="red" variant="light" role="alert" title={t('people.notSaved')}>
            {problem}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" size="xs" loading={change.isPending}>
            {t('people.save')}
          </Button>
          <Button variant="default" size="xs" onClick={onDone}>
            {t('state.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
