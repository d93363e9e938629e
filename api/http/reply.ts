import type { Response } from 'express';
import type { Problem } from '../../domain/domain-error';
import { problemOf } from './problem';

/** What a handler answers. `body` is JSON unless `contentType` says otherwise. */
export interface Reply {
  status: number;
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
}

export function ok(body: unknown, headers?: Record<string, string>): Reply {
  return { status: 200, body, ...(headers ? { headers } : {}) };
}

export function created(body: unknown, headers?: Record<string, string>): Reply {
  return { status: 201, body, ...(headers ? { headers } : {}) };
}

export function noContent(): Reply {
  return { status: 204 };
}

export function sendReply(res: Response, reply: Reply): void {
  res.status(reply.status);
  res.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  if (reply.contentType) {
    res.setHeader('Content-Type', reply.contentType);
    res.end(reply.body as string | Buffer);
  } else if (reply.body === undefined) {
    res.end();
  } else {
    const json = Buffer.from(JSON.stringify(reply.body));
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Content-Length', json.length);
    res.end(json);
  }
}

/** Answers a failed request with its problem (RFC 9457). Tells the status that was sent. */
export function sendProblem(res: Response, error: unknown, requestId: string): number {
  const { body, retryAfter } = problemOf(error);
  if (!res.headersSent) {
    res.status(body.status);
    res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    res.setHeader('Cache-Control', 'no-store');
    if (retryAfter !== undefined) res.setHeader('Retry-After', String(retryAfter));
    if (body.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="ticketloom"');
    res.end(JSON.stringify({ ...body, instance: requestId }));
  } else {
    res.destroy();
  }
  return body.status;
}

/** One entry of `problems`, for handlers that check what a schema cannot. */
export function problem(path: string, message: string): Problem {
  return { path, message };
}
