import { NumberInput, Tabs, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailPreview } from '../../api/types';
import { RowsSkeleton } from '../../common/states';
import settings from '../settings/settings.module.css';
import { HtmlMail } from '../tickets/page/html-mail';
import classes from './mail-templates.module.css';

/** The mail as it would look. While the words are wrong: as it looked before. */
export function PreviewPane({
  shown,
  isOld,
  hasTicket,
  ticket,
  ticketProblem,
  onTicket,
}: {
  shown: MailPreview | null;
  isOld: boolean;
  hasTicket: boolean;
  ticket: number | null;
  ticketProblem: string | undefined;
  onTicket: (ticket: number | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.preview} aria-label={t('mailTemplates.preview')}>
      <Title order={2}>{t('mailTemplates.preview')}</Title>
      {hasTicket && (
        <NumberInput
          label={t('mailTemplates.ofTicket')}
          description={t('mailTemplates.ofTicketHint')}
          min={1}
          max={2_147_483_647}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          error={ticketProblem}
          value={ticket ?? ''}
          onChange={(value) => onTicket(typeof value === 'number' ? value : null)}
        />
      )}
      {isOld && (
        <p className={settings.quiet} role="status">
          {t('mailTemplates.previewWaits')}
        </p>
      )}
      {shown ? (
        <>
          <div className={classes.subject}>{shown.subject}</div>
          <Tabs defaultValue="html" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="html">{t('mailTemplates.asSeen')}</Tabs.Tab>
              <Tabs.Tab value="text">{t('mailTemplates.asText')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="html" pt="sm">
              <HtmlMail html={shown.html} title={t('mailTemplates.preview')} />
            </Tabs.Panel>
            <Tabs.Panel value="text" pt="sm">
              <div className={classes.text}>{shown.text}</div>
            </Tabs.Panel>
          </Tabs>
        </>
      ) : (
        !isOld && <RowsSkeleton rows={3} />
      )}
    </section>
  );
}
