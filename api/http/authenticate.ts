import type { Request } from 'express';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import { keyPrincipal } from '../sign-in/api-key';
import { sessionPrincipal } from '../sign-in/session';
import type { Principal } from './principal';
import { refuseOtherSites } from './same-site';

/** Who is asking: by API key, else by the session's cookie, else null. */
export async function authenticate(req: Request, deps: ApiDeps): Promise<Principal | null> {
  const authorization = req.get('authorization');
  if (authorization !== undefined) {
    const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    const principal = key ? await keyPrincipal(deps.db, key) : null;
    if (principal) return principal;
    throw new DomainError('wrong-credentials', 'This API key is unknown or was revoked.');
  }
  const principal = await sessionPrincipal(deps, req);
  if (principal) refuseOtherSites(req, deps);
  return principal;
}
