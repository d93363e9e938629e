import type { paths } from '../../../api/schema';
import type { Along } from '../../macros/change-words';
import type { Status } from '../../../../../domain/ticket/status';

export type Mode = 'reply' | 'note';

/** Dark enough for white letters; the note's own colour on its tab and button. */
export const amber = '#8a5a00';

export type ServerDraft =
  paths['/api/v1/tickets/{number}/draft']['get']['responses'][200]['content']['application/json'];

export type DraftFile = ServerDraft['attachments'][number];

/** What is sent. */
export interface Writing {
  kind: Mode;
  text: string;
  cc?: string[];
  bcc?: string[];
  attachmentIds?: string[];
  setStatus?: Status;
  sendAfterSeconds?: number;
  lastSeenSeq?: number;
  /** Of a note only. */
  mentions?: ({ agentId: string } | { teamId: string })[];
  /** By a macro, in the same step. */
  changes?: Along;
}
