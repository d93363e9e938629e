import { oneDecimal } from './duration';

/** Bytes as people read them: "640 B", "12 KB", "3.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${oneDecimal(bytes / 1_000_000)} MB`;
}
