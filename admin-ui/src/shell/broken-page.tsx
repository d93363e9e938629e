import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../common/states';

/** A fault in the page itself, or its code could not be loaded (a new version was installed, say). */
export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('broken.title')}
      action={
        <Button leftSection={<IconRefresh size={16} />} onClick={() => window.location.reload()}>
          {t('broken.reload')}
        </Button>
      }
    >
      {t('broken.text')}
    </EmptyState>
  );
}
