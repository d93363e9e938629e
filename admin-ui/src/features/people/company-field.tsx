import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useCompanies } from './queries';

/** A company by its name: those that are there are suggested, another name is a new one. */
export function CompanyField({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string | undefined;
  onChange: (name: string) => void;
}) {
  const { t } = useTranslation();
  const typed = value.trim();
  const [q] = useDebouncedValue(typed, 200);
  const companies = useCompanies(q ? { q } : {}, q !== '');
  const names = [...new Set(companies.data?.pages[0]?.items.map(({ name }) => name) ?? [])];
  const isKnown = names.some((name) => name.toLowerCase() === typed.toLowerCase());
  const isNew = typed !== '' && typed === q && companies.isSuccess && !isKnown;
  return (
    <Autocomplete
      label={t('people.company')}
      description={isNew ? t('people.newCompany') : t('people.companyHint')}
      maxLength={200}
      limit={6}
      data={typed ? names : []}
      error={error}
      value={value}
      onChange={onChange}
    />
  );
}
