import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Verdict as ConditionVerdict } from '../../../../flows/engine/evaluate';
import { verdictInWords } from './verdict-words';
import type { Names } from './words';
import classes from './flows.module.css';

/** Why a condition held or did not: each part, and the value that it saw. */
export function Verdict({ verdict, names }: { verdict: ConditionVerdict; names: Names }) {
  const { t } = useTranslation();
  const lines = verdictInWords(verdict, names, t);
  if (lines.length === 0) return <p className={classes.quiet}>{t('verdict.always')}</p>;
  return (
    <ul className={classes.verdict}>
      {lines.map(({ holds, depth, text }, index) => (
        <li key={index} style={{ paddingInlineStart: depth * 16 }} data-holds={holds}>
          {holds ? (
            <IconCheck size={14} role="img" aria-label={t('verdict.holds')} />
          ) : (
            <IconX size={14} role="img" aria-label={t('verdict.holdsNot')} />
          )}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
