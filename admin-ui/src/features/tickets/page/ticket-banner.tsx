import type { ReactNode } from 'react';
import classes from './ticket-page.module.css';

/** Something about the whole ticket that one must know before one goes on, with what to do about it. */
export function TicketBanner({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      <span>{children}</span>
      {action}
    </div>
  );
}
