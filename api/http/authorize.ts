import { DomainError } from '../../domain/domain-error';
import { may, permissions, type Access } from './permissions';
import type { Principal } from './principal';

/** Lets a request on or throws `sign-in-needed` (401) or `not-allowed` (403). The only such place. */
export function authorize(access: Access, principal: Principal | null): void {
  if (access === 'public') return;
  if (!principal) {
    throw new DomainError(
      'sign-in-needed',
      'Sign in, or send an API key as "Authorization: Bearer tlk_…".',
    );
  }
  if (access === 'signed-in') return;
  if (!may(principal, access)) {
    throw new DomainError(
      'not-allowed',
      `This needs the role ${permissions[access].join(' or ')}.`,
    );
  }
}
