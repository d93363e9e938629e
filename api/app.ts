import path from 'node:path';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { DomainError } from '../domain/domain-error';
import { limitVisitors } from './chat/limit-visitors';
import type { ApiDeps } from './deps';
import { compressAnswers } from './http/compress';
import { requestIds, securityHeaders } from './http/headers';
import { mountRoutes, requestId } from './http/mount-routes';
import { sendProblem } from './http/reply';
import { routes } from './routes';
import { limitSignInAttempts } from './session/limit-attempts';
import { serveUi } from './ui/serve-ui';

const builtUi = path.join(__dirname, '..', 'admin-ui', 'dist');

/** The HTTP application: the API below /api, the service routes, and the UI for all else. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', 'loopback');

  app.use(requestIds);
  app.use(securityHeaders(deps.publicUrl));
  app.use(compressAnswers());
  app.use('/api/v1/session', limitSignInAttempts());
  app.use('/api/v1/account/password', limitSignInAttempts());
  app.use('/api/v1/account-links', limitVisitors(20));
  app.use('/api/v1/password-resets', limitVisitors(10));
  app.use('/api/v1/chat', limitVisitors(30));
  app.use('/api/v1/customer-tickets', limitVisitors(20));
  app.use('/api/v1/flow-hooks', limitVisitors(300));
  mountRoutes(app, routes, deps);
  app.use('/api', (req, res) => {
    const sentence = `There is nothing at ${req.originalUrl.split('?')[0]}.`;
    sendProblem(res, new DomainError('not-found', sentence), requestId(res));
  });
  app.use(serveUi(deps.uiFolder ?? builtUi));
  app.use(((error, _req, res, _next) => {
    sendProblem(res, error, requestId(res));
  }) satisfies ErrorRequestHandler);
  return app;
}
