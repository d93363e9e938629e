import { Anchor } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '../common/page-title';
import { EmptyState } from '../common/states';

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('notFound.title'));
  return (
    <EmptyState
      icon={<IconCompass size={32} />}
      title={t('notFound.title')}
      action={
        <Anchor component={Link} to="/">
          {t('notFound.toTickets')}
        </Anchor>
      }
    >
      {t('notFound.text')}
    </EmptyState>
  );
}
