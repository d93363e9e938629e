import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './states.module.css';

/** Nothing to show, why, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.state}>
      <div className={classes.icon}>{icon}</div>
      <Title order={2}>{title}</Title>
      {children && (
        <Text c="dimmed" size="sm" maw={420}>
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}

/** Reading failed: the server's own sentence and a way to try again. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.state} role="alert">
      <Title order={2}>{t('state.loadFailed')}</Title>
      <Text c="dimmed" size="sm" maw={420}>
        {error.message}
      </Text>
      <Button variant="default" size="xs" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
        {t('state.retry')}
      </Button>
    </div>
  );
}

/** Grey rows of the real height, so that nothing jumps when data arrives. */
export function RowsSkeleton({ rows = 8, height = 40 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={0} role="status" aria-label={t('state.loading')} className={classes.late}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row} style={{ height }}>
          <Skeleton height={10} width={48} />
          <Skeleton height={10} width={`${38 + ((index * 17) % 34)}%`} />
          <Skeleton height={10} width={72} ml="auto" />
        </div>
      ))}
    </Stack>
  );
}
