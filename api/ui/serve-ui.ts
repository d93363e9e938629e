import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { Router } from 'express';

/**
 * The built UI. Files below `assets/` carry their content's hash in their name and never change;
 * any other page is the application itself, which knows its own paths.
 */
export function serveUi(folder: string): Router {
  const router = Router();
  const index = path.join(folder, 'index.html');
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
    (_req, res) => {
      res.status(404).type('text').send('There is no such file.\n');
    },
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get('/{*page}', (req, res, next) => {
    if (!req.accepts('html')) {
      next();
      return;
    }
    res.setHeader('Cache-Control', 'no-cache');
    if (existsSync(index)) res.sendFile(index);
    else res.status(503).type('text').send(notBuilt);
  });
  return router;
}

const notBuilt =
  'The UI is not built yet. Run "npm run build --workspace admin-ui" and load this page again; "npm start" does it by itself.\nThe API works meanwhile: see /api/docs.\n';
