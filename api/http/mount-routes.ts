import type { Express, Request, Response } from 'express';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import type { Route } from './define-route';
import { sendProblem } from './reply';

const longestMs = 30_000;

/** Puts the routes under Express. Whatever a handler throws is answered as a problem. */
export function mountRoutes(app: Express, routes: readonly Route[], deps: ApiDeps): void {
  for (const route of routes) {
    app[route.method](route.path, (req, res) => answer(route, req, res, deps));
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, (req, res) => {
      const allowed = methods.join(', ').toUpperCase();
      res.setHeader('Allow', allowed);
      const sentence = `${req.method} does not work here; this takes ${allowed}.`;
      sendProblem(res, new DomainError('method-not-allowed', sentence), requestId(res));
    });
  }
}

/** The id that names a request in the log and in problems. */
export function requestId(res: Response): string {
  return res.getHeader('X-Request-Id') as string;
}

async function answer(route: Route, req: Request, res: Response, deps: ApiDeps): Promise<void> {
  const startedAt = process.hrtime.bigint();
  const limit = route.answersItself ? undefined : setTimeout(tooLong, longestMs);
  let failure: unknown;

  function tooLong(): void {
    sendProblem(
      res,
      new DomainError('took-too-long', 'This took too long; try again.'),
      requestId(res),
    );
  }

  res.once('close', () => {
    clearTimeout(limit);
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    const { method } = route;
    deps.metrics.observeRequest({ method, route: route.path, status: res.statusCode }, seconds);
    // A token opens what it names: it stays out of the log.
    const path = route.path.includes(':token') ? route.path : req.path;
    const facts = { id: requestId(res), method, path, status: res.statusCode, seconds };
    if (res.statusCode === 500) deps.log.error({ ...facts, err: failure }, 'request failed');
    else if (res.statusCode > 500) deps.log.warn({ ...facts, err: failure }, 'request not served');
    else deps.log.debug(facts, 'request');
  });

  try {
    await route.handle(req, res, deps);
  } catch (error) {
    failure = error;
    if (!res.writableEnded) sendProblem(res, error, requestId(res));
  }
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const byPath = new Map<string, string[]>();
  for (const { path, method } of routes) byPath.set(path, [...(byPath.get(path) ?? []), method]);
  return byPath;
}
