import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { Router, type Response } from 'express';

/**
 * The built UI. Files below `assets/` carry their content's hash in their name and never change;
 * customers have small pages of their own, and
 * any other page is the agents' application, which knows its own paths.
 */
export function serveUi(folder: string): Router {
  const router = Router();
  const index = path.join(folder, 'index.html');
  const customers = path.join(folder, 'customer.html');
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
    (_req, res) => {
      res.status(404).type('text').send('There is no such file.\n');
    },
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get(['/chat', '/t/:token'], (_req, res) => sendPage(res, customers));
  router.get('/{*page}', (req, res, next) => {
    if (!req.accepts('html')) {
      next();
      return;
    }
    sendPage(res, index);
  });
  return router;
}

function sendPage(res: Response, file: string): void {
  res.setHeader('Cache-Control', 'no-cache');
  if (existsSync(file)) res.sendFile(file);
  else res.status(503).type('text').send(notBuilt);
}

const notBuilt =
  'The UI is not built yet. Run "npm run build --workspace admin-ui" and load this page again; "npm start" does it by itself.\nThe API works meanwhile: see /api/docs.\n';
