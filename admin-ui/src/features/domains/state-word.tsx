import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './domains.module.css';

const icons = { right: IconCircleCheck, unknown: IconCircleDashed, missing: IconAlertCircle };

/** A word with its icon and colour: never colour alone. */
export function StateWord({ tone, children }: { tone: keyof typeof icons; children: ReactNode }) {
  const StateIcon = icons[tone];
  return (
    <span className={classes.state} data-tone={tone}>
      <StateIcon size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
