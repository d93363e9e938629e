import type { MessageKind } from '../domain/ticket/message-kind';

/** Who wrote a message, as it is shown: kept as it was at that time. */
export interface Author {
  /** A third party answered what was forwarded to them. */
  type: 'agent' | 'customer' | 'flow' | 'system' | 'third-party';
  id: string;
  name: string;
  email: string | null;
}

/** A message to be stored with the command that brings it. */
export interface NewMessage {
  id: string;
  kind: MessageKind;
  direction: 'in' | 'out' | 'internal';
  author: Author;
  text: string;
  /** Sanitised; null when there is only text. */
  html: string | null;
  automatic?: boolean;
  rfcMessageId?: string | null;
  rfcReferences?: string[];
  /** Where a reply goes, or to whom an incoming mail was addressed. */
  recipients?: { to: string[]; cc: string[] };
  inboundMailId?: string | null;
  /** Uploaded before; they become this message's. */
  attachmentIds?: string[];
}
