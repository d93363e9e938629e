import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../../../domain/ticket/status';
import type { ApiProblem } from '../../../api/problem';
import parts from './composer-parts.module.css';
import type { Concern } from './new-addresses';

/** What stands between a reply and its way out, shown in place and with its reason. */
export type Question =
  | { kind: 'addresses'; concerns: Concern[]; then: Status | undefined }
  | { kind: 'file'; then: Status | undefined }
  | { kind: 'news'; error: ApiProblem; then: Status | undefined }
  | { kind: 'draft'; theirs: string; keep: () => void }
  | { kind: 'refused'; error: Error };

export default function Questions({
  question,
  onGoOn,
  onAttach,
  onReview,
  onRemove,
  onTakeTheirs,
}: {
  question: Question;
  onGoOn: (question: Question) => void;
  onAttach: () => void;
  onReview: () => void;
  onRemove: (addresses: string[]) => void;
  onTakeTheirs: () => void;
}) {
  const { t } = useTranslation();
  const yes = (label: string) => (
    <Button size="xs" onClick={() => onGoOn(question)}>
      {label}
    </Button>
  );
  const no = (label: string, act: () => void) => (
    <Button size="xs" variant="default" onClick={act}>
      {label}
    </Button>
  );
  switch (question.kind) {
    case 'addresses': {
      const added = question.concerns.filter(({ why }) => why === 'new');
      return (
        <Alert color="orange" variant="light" role="alert" mb="xs" title={t('ask.addresses')}>
          <ul className={parts.list}>
            {question.concerns.map(({ address, why, before }) => (
              <li key={address}>{t(`ask.${why}`, { address, before })}</li>
            ))}
          </ul>
          <div className={parts.ask}>
            {yes(t('ask.sendToAll'))}
            {added.length > 0 &&
              no(t('ask.remove', { count: added.length }), () =>
                onRemove(added.map(({ address }) => address)),
              )}
          </div>
        </Alert>
      );
    }
    case 'file':
      return (
        <Alert color="orange" variant="light" role="alert" mb="xs" title={t('ask.file')}>
          <div className={parts.ask}>
            {no(t('files.add'), onAttach)}
            {yes(t('ask.withoutFile'))}
          </div>
        </Alert>
      );
    case 'news':
      return (
        <Alert color="orange" variant="light" role="alert" mb="xs" title={t('ask.news')}>
          <ul className={parts.list}>
            {question.error.problems.map(({ path, message }) => (
              <li key={path}>{message}</li>
            ))}
          </ul>
          <div className={parts.ask}>
            {no(t('ask.review'), onReview)}
            {yes(t('ask.anyway'))}
          </div>
        </Alert>
      );
    case 'draft':
      return (
        <Alert color="orange" variant="light" role="alert" mb="xs" title={t('ask.draft')}>
          <blockquote className={parts.quiet}>{question.theirs || t('ask.draftGone')}</blockquote>
          <div className={parts.ask}>
            {no(t('ask.mine'), question.keep)}
            {no(t('ask.theirs'), onTakeTheirs)}
          </div>
        </Alert>
      );
    case 'refused':
      return (
        <Alert color="red" variant="light" role="alert" mb="xs" title={t('composer.notSent')}>
          {question.error.message} {t('composer.kept')}
        </Alert>
      );
  }
}
