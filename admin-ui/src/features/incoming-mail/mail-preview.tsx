import { useTranslation } from 'react-i18next';
import type { IncomingMail } from '../../api/types';
import { isRefused } from '../../api/problem';
import { sizeInWords } from '../../common/size';
import { ErrorState, RowsSkeleton } from '../../common/states';
import settings from '../settings/settings.module.css';
import { HtmlMail } from '../tickets/page/html-mail';
import classes from './incoming-mail.module.css';
import { usePreview } from './queries';

/** A mail before it is let in: harmless, without its pictures; and what is known of its sender. */
export function MailPreview({ mail }: { mail: IncomingMail }) {
  const { t } = useTranslation();
  const preview = usePreview(mail.id);
  const { authentication, threadedBy, sameMessageIdAs } = mail;
  return (
    <div className={classes.preview}>
      <ul className={classes.facts}>
        {authentication && (
          <li>
            {t(`incoming.sender.${authentication.result}`, { domain: authentication.domain ?? '' })}
          </li>
        )}
        {threadedBy && <li>{t(`incoming.clue.${threadedBy}`)}</li>}
        {sameMessageIdAs && <li>{t('incoming.sameId')}</li>}
      </ul>
      {preview.isPending ? (
        <RowsSkeleton rows={2} />
      ) : preview.error && isRefused(preview.error) ? (
        <p>{preview.error.message}</p>
      ) : preview.error ? (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <>
          {preview.data.html ? (
            <HtmlMail html={preview.data.html} title={preview.data.subject} />
          ) : (
            <div className={classes.text}>{preview.data.text}</div>
          )}
          {preview.data.attachments.length > 0 && (
            <p className={settings.quiet}>
              {t('incoming.files')}{' '}
              {preview.data.attachments
                .map(({ name, size }) => `${name} (${sizeInWords(size)})`)
                .join(', ')}
            </p>
          )}
        </>
      )}
    </div>
  );
}
