import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contact } from '../../api/types';
import { showDone } from '../../common/toasts';
import { CompanyField } from './company-field';
import { generalProblem } from './person-inputs';
import { useConvert } from './queries';

/** Makes a lead a contact of a company; tickets and conversations go along. */
export default function ConvertDialog({
  lead,
  onClose,
  onConverted,
}: {
  lead: { id: string; name: string | null; email: string };
  onClose: () => void;
  onConverted?: (contact: Contact) => void;
}) {
  const { t } = useTranslation();
  const convert = useConvert(lead.id);
  const [name, setName] = useState(lead.name ?? '');
  const [company, setCompany] = useState('');
  const [tried, setTried] = useState(false);
  const problem = generalProblem(convert.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    // The dialog may stand inside another form of the page.
    event.stopPropagation();
    setTried(true);
    if (name.trim() === '' || convert.isPending) return;
    convert.mutate(
      { name: name.trim(), company: company.trim() },
      {
        onSuccess: (contact) => {
          showDone(t('people.converted', { name: contact.name }));
          onClose();
          onConverted?.(contact);
        },
      },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.convertTitle', { email: lead.email })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('people.convertText')}
          </Text>
          <TextInput
            label={t('people.name')}
            data-autofocus
            maxLength={200}
            error={tried && name.trim() === '' ? t('people.needsName') : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <CompanyField value={company} onChange={setCompany} />
          {(problem ?? convert.error) && (
            <Alert color="red" variant="light" role="alert" title={t('people.notConverted')}>
              {convert.error?.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('people.cancel')}
            </Button>
            <Button type="submit" loading={convert.isPending}>
              {t('people.convert')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
