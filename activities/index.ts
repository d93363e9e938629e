import type { Logger } from 'pino';
import { createFlowActivities } from './flow-activities';
import { createMailActivities } from './mail-activities';
import { onlyFailures } from './only-failures';
import { createTicketActivities } from './ticket-activities';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secret-box';

/** Everything activities reach. */
export interface ActivityDeps {
  db: Database;
  /** Opens the passwords of the mailboxes' own servers and the secrets of connections. */
  secrets: SecretBox;
  /** Where outgoing mail goes, `smtp://…`; a function where that may change (the local catcher). */
  smtpUrl: string | (() => string);
  /** Whether that is a catcher that delivers nothing. */
  mailIsCaught: boolean;
  /** As people reach the product, without a slash at the end. */
  publicUrl: string;
  log: Logger;
  /** Whether Flows may call addresses inside our own network; they may when left out. */
  allowPrivateAddresses?: boolean;
}

/** All activities that a worker serves, over what they reach. */
export function createActivities(deps: ActivityDeps) {
  const activities = {
    ...createTicketActivities(deps),
    ...createMailActivities(deps),
    ...createFlowActivities(deps),
  };
  return onlyFailures(activities, deps.log);
}
