import { useCustomFields } from '../custom-fields/queries';
import { useTeams } from '../teams/queries';
import { useAgents } from '../tickets/queries';
import type { Names } from './words';

/** The names of all that conditions can be about. */
export function useNames(): Names {
  return { agents: useAgents(), teams: useTeams(), fields: useCustomFields() };
}
