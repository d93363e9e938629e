import { createTicketActivities } from './ticket-activities';
import type { Database } from '../db/database';

/** Everything activities reach. */
export interface ActivityDeps {
  db: Database;
}

/** All activities that a worker serves, over what they reach. */
export function createActivities(deps: ActivityDeps) {
  return { ...createTicketActivities(deps) };
}
