import { NativeSelect, NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { oldTicketReplies, replyAddresses } from '../../../../domain/mail/mailbox';
import type { MailboxDraft } from './mailbox-fields';

/** Where customers' answers go and what they do. */
export function ReplyFields({
  draft,
  problemAt,
  onChange,
}: {
  draft: MailboxDraft;
  problemAt: (field: string) => string | undefined;
  onChange: (changes: Partial<MailboxDraft>) => void;
}) {
  const { t } = useTranslation();
  const [name, domain] = (draft.address.trim() || 'support@example.com').split('@');
  const choices = oldTicketReplies.map((one) => ({
    value: one,
    label: t(`mailboxes.oldReply.${one}`),
  }));
  return (
    <>
      <Radio.Group
        label={t('mailboxes.replyAddress')}
        description={t('mailboxes.replyAddressHint')}
        value={draft.replyAddress}
        onChange={(value) => onChange({ replyAddress: value as MailboxDraft['replyAddress'] })}
      >
        <Stack gap="xs" mt={8}>
          {replyAddresses.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`mailboxes.replyTo.${one}`, { name, domain: domain ?? '' })}
              description={t(`mailboxes.replyToText.${one}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={t('mailboxes.resolvedReply')}
        data={choices}
        value={draft.resolvedReply}
        onChange={(event) =>
          onChange({ resolvedReply: event.currentTarget.value as MailboxDraft['resolvedReply'] })
        }
      />
      <NativeSelect
        label={t('mailboxes.closedReply')}
        data={choices}
        value={draft.closedReply}
        onChange={(event) =>
          onChange({ closedReply: event.currentTarget.value as MailboxDraft['closedReply'] })
        }
      />
      <NumberInput
        label={t('mailboxes.reopenDays')}
        description={t('mailboxes.reopenDaysHint')}
        min={1}
        max={3_650}
        allowDecimal={false}
        w={220}
        error={problemAt('reopenDays')}
        value={draft.reopenDays}
        onChange={(reopenDays) => onChange({ reopenDays })}
      />
      <Switch
        label={t('mailboxes.sameAccount')}
        description={t('mailboxes.sameAccountText')}
        checked={draft.sameAccountMayJoin}
        onChange={(event) => onChange({ sameAccountMayJoin: event.currentTarget.checked })}
      />
      <Switch
        label={t('mailboxes.acknowledges')}
        description={t('mailboxes.acknowledgesText')}
        checked={draft.acknowledges}
        onChange={(event) => onChange({ acknowledges: event.currentTarget.checked })}
      />
      <Switch
        label={t('mailboxes.surveys')}
        description={t('mailboxes.surveysText')}
        checked={draft.surveys}
        onChange={(event) => onChange({ surveys: event.currentTarget.checked })}
      />
      {draft.surveys && (
        <NumberInput
          label={t('mailboxes.surveyAfterHours')}
          description={t('mailboxes.surveyAfterHoursHint')}
          min={0}
          max={720}
          allowDecimal={false}
          w={220}
          error={problemAt('surveyAfterHours')}
          value={draft.surveyAfterHours}
          onChange={(surveyAfterHours) => onChange({ surveyAfterHours })}
        />
      )}
    </>
  );
}
