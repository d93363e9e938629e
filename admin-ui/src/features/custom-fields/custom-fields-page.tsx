import { Button, Title } from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomField, CustomFieldChange } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { CustomFieldDialog } from './custom-field-dialog';
import { CustomFieldRow } from './custom-field-row';
import { useChangeCustomField, useCustomFieldList } from './queries';

/** The fields that tickets have besides the standard ones. Everybody reads, administrators change. */
export function CustomFieldsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('custom-fields.write');
  const fields = useCustomFieldList();
  const change = useChangeCustomField();
  const [editing, setEditing] = useState<CustomField | 'new' | null>(null);
  usePageTitle(t('customFields.pageTitle'));
  const all = fields.data ?? [];
  const active = all.filter((field) => !field.archivedAt);
  const archived = all.filter((field) => field.archivedAt);
  const ask = (field: CustomField, asked: CustomFieldChange): void =>
    change.mutate(
      { id: field.id, change: asked },
      { onError: (error) => showRefusal(t('customFields.notChanged'), error) },
    );
  /** Past the next one that is shown: archived fields keep places of their own. */
  const move = (index: number, by: -1 | 1): void =>
    ask(active[index]!, { position: all.indexOf(active[index + by]!) + 1 });
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('customFields.pageTitle')}</Title>
          <p className={classes.quiet}>{t('customFields.intro')}</p>
        </div>
        {mayChange && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('customFields.add')}
          </Button>
        )}
      </div>
      {fields.isPending ? (
        <RowsSkeleton rows={3} />
      ) : fields.error ? (
        <ErrorState error={fields.error} onRetry={() => void fields.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState icon={<IconForms size={32} />} title={t('customFields.empty')} />
      ) : (
        <ul className={classes.rows} aria-label={t('customFields.pageTitle')}>
          {active.map((field, index) => (
            <CustomFieldRow
              key={field.id}
              field={field}
              {...(mayChange && {
                onEdit: () => setEditing(field),
                onArchive: (asked: boolean) => ask(field, { archived: asked }),
                ...(index > 0 && { onUp: () => move(index, -1) }),
                ...(index < active.length - 1 && { onDown: () => move(index, 1) }),
              })}
            />
          ))}
        </ul>
      )}
      {archived.length > 0 && (
        <>
          <Title order={2} mt="lg" mb="xs" size="h4">
            {t('customFields.archived')}
          </Title>
          <ul className={classes.rows} aria-label={t('customFields.archived')}>
            {archived.map((field) => (
              <CustomFieldRow
                key={field.id}
                field={field}
                {...(mayChange && {
                  onArchive: (asked: boolean) => ask(field, { archived: asked }),
                })}
              />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <CustomFieldDialog
          field={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
