import type { paths } from '../../../api/schema';
import type { Status } from '../../../../../domain/ticket/status';

export type Mode = 'reply' | 'note';

export type ServerDraft =
  paths['/api/v1/tickets/{number}/draft']['get']['responses'][200]['content']['application/json'];

export type DraftFile = ServerDraft['attachments'][number];

/** What is sent. */
export interface Writing {
  kind: Mode;
  text: string;
  cc?: string[];
  attachmentIds?: string[];
  setStatus?: Status;
  sendAfterSeconds?: number;
  lastSeenSeq?: number;
}
