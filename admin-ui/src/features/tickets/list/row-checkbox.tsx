import type { ChangeEvent } from 'react';
import classes from './ticket-list.module.css';

/** A bare checkbox: a long list draws hundreds of them while it is scrolled. */
export function RowCheckbox({
  label,
  checked,
  indeterminate = false,
  onChange,
}: {
  label: string;
  checked: boolean;
  indeterminate?: boolean;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}) {
  return (
    <label className={classes.checkbox}>
      <input
        type="checkbox"
        aria-label={label}
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        checked={checked}
        onChange={onChange}
      />
    </label>
  );
}
