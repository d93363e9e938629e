import { ActionIcon, Button, Code } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/types';
import { moment } from '../../common/moment';
import classes from '../settings/settings.module.css';
import own from './connections.module.css';
import { useTestConnection } from './queries';

/** One connection with a button that tries it. */
export function ConnectionRow({
  connection,
  onEdit,
  onRemove,
}: {
  connection: Connection;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const tried = useTestConnection();
  const { id, name, title, baseUrl, kind, secretSetAt } = connection;
  const look = { variant: 'subtle', color: 'gray' } as const;
  return (
    <li className={classes.rowOf}>
      <div className={classes.rowText}>
        <div className={classes.rowTitle}>
          {title} <Code>{name}</Code>
        </div>
        <div className={classes.quiet}>{baseUrl}</div>
        <div className={classes.quiet}>
          {t(`connections.kinds.${kind}`)}
          {secretSetAt && <> · {t('connections.secretSince', { at: moment(secretSetAt) })}</>}
        </div>
        <div aria-live="polite">
          <Outcome tried={tried} />
        </div>
      </div>
      <div className={`${classes.actions} ${own.actions}`}>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('connections.testOf', { title })}
          loading={tried.isPending}
          onClick={() => tried.mutate(id)}
        >
          {t('connections.test')}
        </Button>
        <ActionIcon {...look} aria-label={t('connections.edit', { title })} onClick={onEdit}>
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon {...look} aria-label={t('connections.remove', { title })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
    </li>
  );
}

function Outcome({ tried }: { tried: ReturnType<typeof useTestConnection> }) {
  const { t } = useTranslation();
  const status = tried.data?.status ?? null;
  const said = tried.error?.message ?? tried.data?.problem?.message;
  if (tried.isPending || (status === null && said === undefined)) return null;
  const isWell = status !== null && status < 400;
  const refused = status === 401 || status === 403;
  const StateIcon = isWell ? IconCircleCheck : IconAlertCircle;
  return (
    <span className={own.state} data-state={isWell ? 'well' : 'failing'}>
      <StateIcon size={14} aria-hidden />
      <span>
        {said ??
          (refused
            ? t('connections.refused', { status })
            : t(isWell ? 'connections.answered' : 'connections.answeredBadly', { status }))}
      </span>
    </span>
  );
}
