import { Alert, Button, Kbd, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../common/drafts';
import classes from './inbox.module.css';
import { useAnswer } from './queries';

/** Where an agent answers a visitor. */
export function ChatComposer({
  id,
  visitor,
  field,
}: {
  id: string;
  visitor: string;
  field: Ref<HTMLTextAreaElement>;
}) {
  const { t } = useTranslation();
  const draft = useDraft(`conversation.${id}`);
  const answer = useAnswer(id);
  const send = (): void => {
    const text = draft.text.trim();
    if (text === '' || answer.isPending) return;
    answer.mutate({ text, key: draft.keyFor(text) }, { onSuccess: () => draft.clear() });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if ((event.metaKey || event.ctrlKey) && event.key === 'Enter') {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <div className={classes.composer}>
      {answer.error && (
        <Alert color="red" variant="light" role="alert" mb="xs" title={t('inbox.notSent')}>
          {answer.error.message} {t('inbox.kept')}
        </Alert>
      )}
      <Textarea
        ref={field}
        aria-label={t('inbox.answer')}
        placeholder={t('inbox.placeholder', { name: visitor })}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5_000}
        value={draft.text}
        readOnly={answer.isPending}
        onChange={(event) => draft.setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.composerFoot}>
        <span className={classes.keys}>
          <Kbd size="xs">{t('keys.mod')}</Kbd> <Kbd size="xs">Enter</Kbd> {t('inbox.sendKey')}
        </span>
        <Button
          leftSection={<IconSend size={16} />}
          loading={answer.isPending}
          disabled={draft.text.trim() === ''}
          onClick={send}
        >
          {t('inbox.send')}
        </Button>
      </div>
    </div>
  );
}
