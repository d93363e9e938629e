import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDeleteForGood } from './queries';

/** Asks before tickets are deleted for good: nothing brings them back. */
export function DeleteDialog({
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
    <Modal
      opened
      onClose={onClose}
      title={t('bin.deleteTitle', { count: numbers.length })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('bin.deleteText')}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('state.cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(numbers, {
                onSuccess: () => {
                  onDeleted();
                  onClose();
                },
              })
            }
          >
            {t('bin.deleteNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
