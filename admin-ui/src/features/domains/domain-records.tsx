import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../api/types';
import settings from '../settings/settings.module.css';
import classes from './domains.module.css';
import { StateWord } from './state-word';

type DnsRecord = Domain['records'][number];

/** The records of a domain as they go into the DNS, each with what the DNS says. */
export function DomainRecords({ records }: { records: DnsRecord[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.records}>
      {records.map((record) => (
        <li key={record.purpose} className={classes.record}>
          <div className={classes.recordHead}>
            <span>
              <strong>{t(`domains.purpose.${record.purpose}`)}</strong>{' '}
              <span className={settings.quiet}>
                {t(record.needed ? 'domains.needed' : 'domains.recommended')}
              </span>
            </span>
            <StateWord tone={toneOf(record)}>
              {t(`domains.record.${record.state ?? 'notYet'}`)}
            </StateWord>
          </div>
          <Line label={t('domains.name')} text={record.name} copy={t('domains.copyName')} />
          <Line label={t('domains.value')} text={record.value} copy={t('domains.copyValue')} />
          {record.state === 'different' && (
            <Line
              label={t(record.change ? 'domains.change' : 'domains.inDns')}
              text={record.change ?? record.found.join('\n')}
              copy={t('domains.copyValue')}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Line({ label, text, copy }: { label: string; text: string; copy: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <span className={settings.quiet}>{label}</span>
      <code className={classes.code}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy: copyIt }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={copied ? t('domains.copied') : copy}
            onClick={copyIt}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}

function toneOf({ state }: DnsRecord): 'right' | 'missing' | 'unknown' {
  if (state === 'right') return 'right';
  return state === null || state === 'unknown' ? 'unknown' : 'missing';
}
