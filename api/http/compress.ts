import compression from 'compression';
import type { RequestHandler } from 'express';

/**
 * Compresses answers (gzip or Brotli, RFC 9110 §8.4) for who accepts that. Not the streams of
 * events: what they say must leave at once.
 */
export function compressAnswers(): RequestHandler {
  return compression({
    filter: (req, res) =>
      !/^text\/event-stream/.test(String(res.getHeader('content-type'))) &&
      compression.filter(req, res),
  });
}
