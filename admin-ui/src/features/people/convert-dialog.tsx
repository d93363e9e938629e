import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contact } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { showDone } from '../../common/toasts';
import { CompanyField } from './company-field';
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

  function submit(): void {
    setTried(true);
    if (name.trim() === '') return;
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
    <FormDialog
      onClose={onClose}
      title={t('people.convertTitle', { email: lead.email })}
      error={convert.error?.message}
      failed={t('people.notConverted')}
      submit={t('people.convert')}
      isPending={convert.isPending}
      onSubmit={submit}
    >
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
    </FormDialog>
  );
}
