import { Alert, Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { generalProblem, isWhole, PersonInputs, trimmed } from './person-inputs';
import { useAddPerson, type PersonFields, type PersonType } from './queries';

export interface AddedPerson {
  type: PersonType;
  id: string;
  name: string | null;
  email: string;
  account: string | null;
}

/** Adds a contact or a lead on the spot. No form of its own, so that it can stand in another. */
export function AddPerson({
  begin,
  onAdded,
  onCancel,
}: {
  begin?: Partial<PersonFields>;
  onAdded: (person: AddedPerson) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const add = useAddPerson();
  const [type, setType] = useState<PersonType>('contact');
  const [value, setValue] = useState<PersonFields>({ name: '', email: '', company: '', ...begin });
  const [tried, setTried] = useState(false);

  function send(): void {
    setTried(true);
    if (!isWhole(type, value) || add.isPending) return;
    add.mutate(
      { type, ...trimmed(value) },
      {
        onSuccess: (person) =>
          onAdded({
            type,
            id: person.id,
            name: person.name,
            email: person.email,
            account: 'account' in person ? (person.account?.name ?? null) : null,
          }),
      },
    );
  }
  // Enter adds the person, and does not send the form around it.
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
    // Enter in the list of companies takes the one that is chosen there.
    const choosing = event.defaultPrevented;
    event.preventDefault();
    if (!choosing) send();
  };

  const problem = generalProblem(add.error);
  return (
    <Stack gap="sm" role="group" aria-label={t('people.newPerson')} onKeyDown={onKeyDown}>
      <SegmentedControl
        size="xs"
        aria-label={t('people.kind')}
        value={type}
        data={[
          { value: 'contact', label: t('requester.contact') },
          { value: 'lead', label: t('requester.lead') },
        ]}
        onChange={(chosen) => setType(chosen as PersonType)}
      />
      <PersonInputs
        type={type}
        value={value}
        error={add.error}
        tried={tried}
        autoFocus
        onChange={(change) => {
          setValue({ ...value, ...change });
          if (add.error) add.reset();
        }}
      />
      {problem && (
        <Alert color="red" variant="light" role="alert" title={t('people.notAdded')}>
          {problem}
        </Alert>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" onClick={onCancel}>
          {t('state.cancel')}
        </Button>
        <Button size="xs" loading={add.isPending} onClick={send}>
          {t(type === 'contact' ? 'people.addContact' : 'people.addLead')}
        </Button>
      </Group>
    </Stack>
  );
}
