import { ActionIcon, Progress } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { sizeInWords } from '../../../common/size';
import classes from './composer-parts.module.css';
import type { DraftFile } from './types';
import type { Upload } from './use-uploads';

/** The files of what is being written: those that are there, and those on their way. */
export function FileList({
  files,
  uploads,
  onRemove,
  onCancel,
}: {
  files: DraftFile[];
  uploads: Upload[];
  onRemove: (id: string) => void;
  onCancel: (key: string) => void;
}) {
  const { t } = useTranslation();
  if (files.length + uploads.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('files.label')}>
      {files.map(({ id, name, size }) => (
        <li key={id} className={classes.file}>
          <IconPaperclip size={14} aria-hidden />
          <span className={classes.fileName}>{name}</span>
          <span className={classes.quiet}>{sizeInWords(size)}</span>
          <RemoveButton label={t('files.remove', { name })} onClick={() => onRemove(id)} />
        </li>
      ))}
      {uploads.map(({ key, name, size, percent, failure }) => (
        <li key={key} className={classes.file} data-failed={failure !== undefined || undefined}>
          {failure ? (
            <IconAlertTriangle size={14} aria-hidden />
          ) : (
            <IconPaperclip size={14} aria-hidden />
          )}
          <span className={classes.fileName}>{name}</span>
          {failure ? (
            <span role="alert">{failure}</span>
          ) : (
            <>
              <Progress
                value={percent}
                className={classes.progress ?? ''}
                aria-label={t('files.progress', { name })}
              />
              <span className={classes.quiet}>
                {t('files.of', { percent, size: sizeInWords(size) })}
              </span>
            </>
          )}
          <RemoveButton
            label={t(failure ? 'files.dismiss' : 'files.cancel', { name })}
            onClick={() => onCancel(key)}
          />
        </li>
      ))}
    </ul>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <IconX size={14} />
    </ActionIcon>
  );
}
