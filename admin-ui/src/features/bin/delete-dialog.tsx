import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../common/form-dialog';
import { useDeleteForGood } from './queries';

/** Asks before tickets are deleted for good: nothing brings them back. */
export default function DeleteDialog({
  numbers,
  onClose,
  onDeleted,
}: {
  numbers: number[];
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { t } = useTranslation();
  const remove = useDeleteForGood();
  return (
    <FormDialog
      onClose={onClose}
      title={t('bin.deleteTitle', { count: numbers.length })}
      submit={t('bin.deleteNow')}
      isDanger
      isPending={remove.isPending}
      onSubmit={() =>
        remove.mutate(numbers, {
          onSuccess: () => {
            onDeleted();
            onClose();
          },
        })
      }
    >
      <Text size="sm">{t('bin.deleteText')}</Text>
    </FormDialog>
  );
}
