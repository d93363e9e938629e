import { Alert, Anchor, Button, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowLeft } from '@tabler/icons-react';
import { useRef, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { MailTemplate } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showDone } from '../../common/toasts';
import settings from '../settings/settings.module.css';
import classes from './mail-templates.module.css';
import { PreviewPane } from './preview-pane';
import {
  useMailPreview,
  useMailTemplates,
  useRestoreMailTemplate,
  useSaveMailTemplate,
} from './queries';
import { TemplateState } from './template-state';
import { VariableButtons } from './variable-buttons';

/** The words of one kind of mail, with a preview that follows while one writes. */
export function MailTemplatePage() {
  const { id: key } = useParams();
  const templates = useMailTemplates();
  if (templates.isPending) return <RowsSkeleton rows={6} />;
  if (templates.error) {
    return <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />;
  }
  const template = templates.data.items.find((one) => one.key === key);
  if (!template) return <Navigate to="/settings/mail-templates" replace />;
  return <Editor key={`${template.key} ${template.updatedAt}`} template={template} />;
}

function Editor({ template }: { template: MailTemplate }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = t(`mailTemplates.kinds.${template.key}.name`);
  usePageTitle(name);
  const [draft, setDraft] = useState({ subject: template.subject, body: template.body });
  const [ticket, setTicket] = useState<number | null>(null);
  const [isRestoring, setRestoring] = useState(false);
  const save = useSaveMailTemplate(template.key);
  const asked = { ...draft, ...(ticket === null ? {} : { ticket }) };
  const [settled] = useDebouncedValue(asked, 300);
  const preview = useMailPreview(template.key, settled);

  const subject = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const [wroteLast, setWroteLast] = useState<'subject' | 'body'>('body');
  const set = (changes: Partial<typeof draft>): void => {
    if (!save.isIdle) save.reset();
    setDraft({ ...draft, ...changes });
  };
  const insert = (text: string, inSubject: boolean): void => {
    const place = inSubject && wroteLast === 'subject' ? 'subject' : 'body';
    const field = place === 'subject' ? subject.current : body.current;
    const before = draft[place] ?? '';
    const from = field?.selectionStart ?? before.length;
    const to = field?.selectionEnd ?? before.length;
    // Drawn at once: the next key is meant for the field already.
    flushSync(() => set({ [place]: before.slice(0, from) + text + before.slice(to) }));
    field?.focus();
    field?.setSelectionRange(from + text.length, from + text.length);
  };

  const refusal = save.error ?? preview.error;
  const problems = refusal instanceof ApiProblem ? refusal.problems : [];
  const problemAt = (path: string) =>
    problems.filter((one) => one.path === path).map(({ message }) => message)[0];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(draft, {
      onSuccess: () => {
        showDone(t('mailTemplates.saved', { name }));
        void navigate('/settings/mail-templates');
      },
    });
  };
  return (
    <>
      <div className={settings.head}>
        <div>
          <Anchor component={Link} to="/settings/mail-templates" size="sm">
            <IconArrowLeft size={14} aria-hidden /> {t('mailTemplates.title')}
          </Anchor>
          <Title order={1}>{name}</Title>
          <p className={settings.quiet}>{t(`mailTemplates.kinds.${template.key}.when`)}</p>
        </div>
        <TemplateState template={template} />
      </div>
      <div className={classes.editor}>
        <form className={classes.form} onSubmit={submit} noValidate>
          {draft.subject === null ? (
            <p className={settings.quiet}>{t('mailTemplates.subjectOfTicket')}</p>
          ) : (
            <TextInput
              ref={subject}
              label={t('mailTemplates.subject')}
              maxLength={250}
              error={problemAt('subject')}
              value={draft.subject}
              onFocus={() => setWroteLast('subject')}
              onChange={(event) => set({ subject: event.currentTarget.value })}
            />
          )}
          <Textarea
            ref={body}
            label={t('mailTemplates.body')}
            classNames={{ input: classes.body! }}
            autosize
            minRows={10}
            maxRows={24}
            maxLength={10_000}
            error={problemAt('body')}
            value={draft.body}
            onFocus={() => setWroteLast('body')}
            onChange={(event) => set({ body: event.currentTarget.value })}
          />
          <VariableButtons variables={template.variables} onInsert={insert} />
          {save.error && (
            <Alert color="red" variant="light" role="alert" title={t('mailTemplates.notSaved')}>
              {save.error.message}
            </Alert>
          )}
          <div className={classes.buttons}>
            {template.isChanged && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconArrowBackUp size={16} />}
                onClick={() => setRestoring(true)}
              >
                {t('mailTemplates.restore')}
              </Button>
            )}
            <Button type="submit" loading={save.isPending}>
              {t('settings.save')}
            </Button>
          </div>
        </form>
        <PreviewPane
          shown={preview.shown}
          isOld={preview.error !== null}
          hasTicket={template.variables.some((one) => one.name === 'ticket.number')}
          ticket={ticket}
          ticketProblem={problemAt('ticket')}
          onTicket={setTicket}
        />
      </div>
      {isRestoring && <RestoreDialog template={template} onClose={() => setRestoring(false)} />}
    </>
  );
}

function RestoreDialog({ template, onClose }: { template: MailTemplate; onClose: () => void }) {
  const { t } = useTranslation();
  const restore = useRestoreMailTemplate(template.key);
  return (
    <FormDialog
      title={t('mailTemplates.restore')}
      isDanger
      submit={t('mailTemplates.restoreIt')}
      error={restore.error?.message}
      isPending={restore.isPending}
      onSubmit={() =>
        restore.mutate(undefined, {
          onSuccess: () => {
            onClose();
            showDone(t('mailTemplates.restored'));
          },
        })
      }
      onClose={onClose}
    >
      {t('mailTemplates.restoreText')}
    </FormDialog>
  );
}
