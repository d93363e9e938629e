import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { customFieldTypes, hasOptions } from '../../../../domain/custom-field/definition';
import type { CustomField } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { useAddCustomField, useChangeCustomField } from './queries';

/** Adds a field, or changes one: its type and its slug stay as they are. */
export function CustomFieldDialog({
  field,
  onClose,
}: {
  field: CustomField | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const add = useAddCustomField();
  const change = useChangeCustomField();
  const [title, setTitle] = useState(field?.title ?? '');
  const [type, setType] = useState<CustomField['type']>(field?.type ?? 'text');
  const [options, setOptions] = useState(field?.options.join('\n') ?? '');
  const [required, setRequired] = useState(field?.required ?? false);
  const error = add.error ?? change.error;
  const submit = (): void => {
    const lines = options.split('\n').map((line) => line.trim());
    const body = {
      title: title.trim(),
      required,
      ...(hasOptions(type) && { options: lines.filter((line) => line !== '') }),
    };
    if (body.title === '') return;
    if (field) change.mutate({ id: field.id, change: body }, { onSuccess: onClose });
    else add.mutate({ ...body, type }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={field ? t('customFields.edit', { title: field.title }) : t('customFields.add')}
      error={error?.message}
      submit={t('settings.save')}
      isPending={add.isPending || change.isPending}
      isComplete={title.trim() !== ''}
      onSubmit={submit}
    >
      <TextInput
        label={t('customFields.title')}
        description={field && t('customFields.slug', { slug: field.slug })}
        maxLength={80}
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('customFields.type')}
        disabled={field !== null}
        value={type}
        data={customFieldTypes.map((value) => ({
          value,
          label: t(`customFields.types.${value}`),
        }))}
        onChange={(event) => setType(event.currentTarget.value as CustomField['type'])}
      />
      {hasOptions(type) && (
        <Textarea
          label={t('customFields.options')}
          description={t('customFields.optionsHint')}
          autosize
          minRows={3}
          maxRows={10}
          value={options}
          onChange={(event) => setOptions(event.currentTarget.value)}
        />
      )}
      <Switch
        label={t('customFields.required')}
        description={t('customFields.requiredHint')}
        checked={required}
        onChange={(event) => setRequired(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
