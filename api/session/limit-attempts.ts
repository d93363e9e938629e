import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { DomainError } from '../../domain/domain-error';
import { requestId } from '../http/mount-routes';
import { sendProblem } from '../http/reply';

const minuteMs = 60_000;
const failuresAMinute = 20;

/** Slows down guessing: failed sign-ins from one address are counted, right ones are not. */
export function limitSignInAttempts(): RequestHandler {
  return rateLimit({
    windowMs: minuteMs,
    limit: failuresAMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    skip: (req) => req.method !== 'POST',
    handler: (_req, res) => {
      const sentence = 'Too many failed sign-ins from here; wait a minute.';
      sendProblem(res, new DomainError('too-many-requests', sentence), requestId(res));
    },
  });
}
