import type { Request } from 'express';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site's page makes with our cookie (CSRF). Browsers say where a
 * request comes from in Sec-Fetch-Site (W3C Fetch Metadata), older ones in Origin; a request with
 * neither comes from no page.
 */
export function refuseOtherSites(req: Request, deps: Pick<ApiDeps, 'publicUrl'>): void {
  if (safeMethods.has(req.method)) return;
  const site = req.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = req.get('origin');
  if (site === undefined && origin === undefined) return;
  if (site === undefined && origin !== undefined && isOurs(origin, req, deps)) return;
  throw new DomainError(
    'cross-site-request',
    'This came from another site’s page; a change must come from Ticketloom’s own pages or carry an API key.',
  );
}

function isOurs(origin: string, req: Request, deps: Pick<ApiDeps, 'publicUrl'>): boolean {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(deps.publicUrl).origin || new URL(origin).host === req.get('host');
}
