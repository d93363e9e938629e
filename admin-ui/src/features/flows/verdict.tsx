import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Verdict as ConditionVerdict } from '../../../../flows/engine/evaluate';
import { verdictInWords, type VerdictLine } from './verdict-words';
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
          <Mark holds={holds} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ holds }: Pick<VerdictLine, 'holds'>) {
  const { t } = useTranslation();
  // Its line says that nobody looked.
  if (holds === null) return <IconMinus size={14} aria-hidden />;
  const Icon = holds ? IconCheck : IconX;
  return <Icon size={14} role="img" aria-label={t(holds ? 'verdict.holds' : 'verdict.holdsNot')} />;
}
