import type { Installation } from '../db/installation';
import { customerToken, type CustomerPage } from '../domain/ticket/customer-link';
import { tagKey } from './tag-key';

/** Where a customer sees the state of their own ticket and can answer. */
export function customerLink(
  publicUrl: string,
  page: CustomerPage,
  installation: Installation,
): string {
  return `${publicUrl}/t/${customerToken(page, Date.now(), tagKey(installation))}`;
}
