import type { Database } from '../../db/database';
import { createDomain, noteDomainChecks, type Domain } from '../../db/domain-store';
import { readInstallation } from '../../db/installation';
import { openSecretBox } from '../../db/secret-box';
import { newDomain } from '../../mail/new-domain';

/** A domain whose records are all right, so that mail may leave from it, signed. */
export async function aVerifiedDomain(db: Database, name: string): Promise<Domain> {
  const secrets = openSecretBox(undefined, await readInstallation(db));
  const domain = await createDomain(db, await newDomain(name, secrets));
  return (await noteDomainChecks(db, domain!.id, { checks: [], isVerified: true }))!;
}
