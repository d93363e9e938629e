import { Button, Text } from '@mantine/core';
import { IconReload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../common/form-dialog';
import { showDone } from '../../common/toasts';
import { useRerunFailed } from './queries';

/** Runs everything of a Flow again that failed, and tells how much that was. */
export function RerunFailed({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const mutation = useRerunFailed(id);
  return (
    <>
      <Button
        size="xs"
        mb="sm"
        variant="default"
        leftSection={<IconReload size={14} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {t('run.failedAgain.button')}
      </Button>
      {isAsked && (
        <FormDialog
          title={t('run.failedAgain.title')}
          submit={t('run.failedAgain.button')}
          failed={t('run.notDone')}
          error={mutation.error?.message}
          isPending={mutation.isPending}
          onClose={() => setAsked(false)}
          onSubmit={() =>
            mutation.mutate(undefined, {
              onSuccess: ({ runs }) => {
                showDone(t('run.failedAgain.done', { count: runs.length }));
                setAsked(false);
              },
            })
          }
        >
          <Text size="sm">{t('run.failedAgain.means')}</Text>
        </FormDialog>
      )}
    </>
  );
}
