import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { DomainError } from '../../domain/domain-error';
import { requestId } from '../http/mount-routes';
import { sendProblem } from '../http/reply';

const minuteMs = 60_000;

/**
 * Slows down one address on the pages that need no sign-in: `changes` a minute for what is
 * written, ten times as many for what is read.
 */
export function limitVisitors(changes: number): RequestHandler[] {
  return [limit(changes, (method) => method !== 'GET'), limit(10 * changes, () => true)];
}

function limit(most: number, counts: (method: string) => boolean): RequestHandler {
  return rateLimit({
    windowMs: minuteMs,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (req) => !counts(req.method),
    handler: (_req, res) => {
      const sentence = 'Too many requests from here; wait a minute.';
      sendProblem(res, new DomainError('too-many-requests', sentence), requestId(res));
    },
  });
}
