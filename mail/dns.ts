import { Resolver } from 'node:dns/promises';

/**
 * Asks the DNS: the records of `name`, as `node:dns` gives them for that type. Rejects with its
 * codes: `ENOTFOUND` and `ENODATA` (there is none), others when nobody could be asked.
 */
export type ResolveDns = (name: string, type: DnsType) => Promise<unknown[]>;

export type DnsType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'CNAME' | 'PTR';

/** With no `servers` (`host` or `host:port`) those of the machine are asked. */
export function openDns(servers: readonly string[] = []): ResolveDns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return async (name, type) => {
    const records: unknown = await resolver.resolve(name, type);
    return records as unknown[];
  };
}

/** True when the DNS has answered that there is no such record, which is an answer too. */
export function hasNoSuchRecord(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
