/** Why a command changes nothing: a code for programs, a sentence for people. */
export interface Refusal {
  code:
    | 'invalid-input'
    | 'ticket-not-found'
    | 'ticket-closed'
    | 'ticket-merged'
    | 'ticket-in-bin'
    | 'ticket-not-merged'
    | 'ticket-is-the-same'
    | 'too-many-links'
    | 'status-move-not-allowed'
    | 'version-conflict'
    | 'ticket-moved-on'
    | 'snooze-not-possible'
    | 'reply-already-sent'
    | 'reply-not-failed'
    | 'reply-came-back';
  message: string;
  /** What stands in the way, one by one. */
  problems?: { path: string; message: string }[];
}
