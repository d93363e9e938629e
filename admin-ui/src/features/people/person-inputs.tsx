import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem';
import { CompanyField } from './company-field';
import type { PersonFields, PersonType } from './queries';

/** What is known of somebody; a lead belongs to no company yet. */
export function PersonInputs({
  type,
  value,
  error,
  tried,
  autoFocus,
  onChange,
}: {
  type: PersonType;
  value: PersonFields;
  /** Why it was refused. */
  error: Error | null;
  /** It was sent once, so that what is missing is said. */
  tried: boolean;
  autoFocus?: boolean;
  onChange: (change: Partial<PersonFields>) => void;
}) {
  const { t } = useTranslation();
  const problemAt = (path: string): string | undefined => problemsOf(error)[path];
  return (
    <>
      <TextInput
        label={t(type === 'contact' ? 'people.name' : 'people.nameOfLead')}
        maxLength={200}
        data-autofocus={autoFocus}
        autoFocus={autoFocus}
        error={
          problemAt('name') ??
          (tried && type === 'contact' && value.name.trim() === ''
            ? t('people.needsName')
            : undefined)
        }
        value={value.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        type="email"
        label={t('people.email')}
        maxLength={254}
        error={
          problemAt('email') ??
          (tried && value.email.trim() === '' ? t('people.needsEmail') : undefined)
        }
        value={value.email}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      {type === 'contact' && (
        <CompanyField
          value={value.company}
          error={problemAt('accountName')}
          onChange={(company) => onChange({ company })}
        />
      )}
    </>
  );
}

/** Whether all is there that must be. */
export function isWhole(type: PersonType, { name, email }: PersonFields): boolean {
  return email.trim() !== '' && (type === 'lead' || name.trim() !== '');
}

export function trimmed({ name, email, company }: PersonFields): PersonFields {
  return { name: name.trim(), email: email.trim(), company: company.trim() };
}

/** What a refusal says that is shown at no field. */
export function generalProblem(error: Error | null): string | undefined {
  const shown = Object.keys(problemsOf(error));
  return error && shown.length === 0 ? error.message : undefined;
}

function problemsOf(error: Error | null): Record<string, string> {
  const problems = error instanceof ApiProblem ? error.problems : [];
  return Object.fromEntries(problems.map(({ path, message }) => [path, message]));
}
