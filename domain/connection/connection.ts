/**
 * How a connection signs in: not at all, with a token (RFC 6750), with a name and a password
 * (RFC 7617), or with a header of its own.
 */
export const connectionKinds = ['none', 'bearer', 'basic', 'header'] as const;

export type ConnectionKind = (typeof connectionKinds)[number];

/** What a connection is beside its secret. */
export interface ConnectionFacts {
  /** Names it in Flows; never changes. */
  name: string;
  title: string;
  /** `https://api.example.com/v2`: the secret goes to this origin, to this path and below it. */
  baseUrl: string;
  kind: ConnectionKind;
  /** Of `basic`. */
  userName: string | null;
  /** Of `header`, in lower case. */
  headerName: string | null;
}

/** Header lines that make or carry the request itself, and that nobody but the product sets. */
export const ownHeaders: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Header lines that carry secrets; only a connection brings them. */
export const secretHeaders: readonly string[] = ['authorization', 'cookie'];

/** RFC 9110, 5.1. */
export const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
