import { accountByName, findAccount } from '../../db/account-store';
import type { Transaction } from '../../db/database';
import type { ApiDeps } from '../deps';
import { invalidInput } from '../http/validate';

/** What a body says of a contact's account, as the store takes it; a new name makes an account. */
export async function accountOf(
  { db }: Pick<ApiDeps, 'db'>,
  given: { accountId?: string | null | undefined; accountName?: string | undefined },
  transaction: Transaction,
): Promise<{ accountId?: string | null | undefined }> {
  const { accountId, accountName } = given;
  if (accountName !== undefined) {
    return { accountId: await accountByName(db, accountName, transaction) };
  }
  if (accountId && !(await findAccount(db, accountId, transaction))) {
    throw invalidInput([{ path: 'accountId', message: 'there is no such account' }]);
  }
  return { accountId };
}
