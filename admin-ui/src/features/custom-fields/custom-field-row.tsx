import { ActionIcon, Badge, Button } from '@mantine/core';
import { IconArchive, IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomField } from '../../api/types';
import classes from '../settings/settings.module.css';

/** One field with what may be done to it; without the handlers it is only shown. */
export function CustomFieldRow({
  field,
  onEdit,
  onArchive,
  onUp,
  onDown,
}: {
  field: CustomField;
  onEdit?: () => void;
  onArchive?: (archived: boolean) => void;
  onUp?: () => void;
  onDown?: () => void;
}) {
  const { t } = useTranslation();
  const { title, slug, type, options, required, archivedAt } = field;
  return (
    <li className={classes.rowOf}>
      <div className={classes.rowText}>
        <div className={classes.rowTitle}>
          {title}
          {required && (
            <Badge size="sm" variant="default">
              {t('customFields.required')}
            </Badge>
          )}
        </div>
        <div className={classes.quiet}>
          {t(`customFields.types.${type}`)} · {slug}
          {options.length > 0 && <> · {options.join(', ')}</>}
        </div>
      </div>
      <div className={classes.actions}>
        {onEdit && (
          <>
            <Act label={t('customFields.up', { title })} run={onUp} icon={IconArrowUp} />
            <Act label={t('customFields.down', { title })} run={onDown} icon={IconArrowDown} />
            <Act label={t('customFields.edit', { title })} run={onEdit} icon={IconPencil} />
          </>
        )}
        {onArchive && !archivedAt && (
          <Act
            label={t('customFields.archive', { title })}
            run={() => onArchive(true)}
            icon={IconArchive}
          />
        )}
        {onArchive && archivedAt && (
          <Button size="compact-xs" variant="default" onClick={() => onArchive(false)}>
            {t('customFields.restore')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Not `disabled` at the ends of the list: a button that vanishes loses the keyboard's place. */
function Act({
  label,
  run,
  icon: ActIcon,
}: {
  label: string;
  run: (() => void) | undefined;
  icon: typeof IconArrowUp;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      {...(!run && { 'aria-disabled': true, 'data-disabled': true })}
      onClick={run}
    >
      <ActIcon size={16} />
    </ActionIcon>
  );
}
