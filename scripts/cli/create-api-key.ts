import { parseArgs } from 'node:util';
import { createApiKey } from '../../api/sign-in/api-key';
import { roles } from '../../domain/agent/role';
import { DomainError } from '../../domain/domain-error';
import type { CliCommand } from './command';

export const createApiKeyCommand: CliCommand = {
  name: 'create-api-key',
  usage: '--name NAME --role admin|agent|read-only',
  summary: 'makes a key for the HTTP API and prints it, this once',
  parse(args) {
    const options = { name: { type: 'string' }, role: { type: 'string' } } as const;
    const { name, role } = parseArgs({ args, options }).values;
    if (!name?.trim()) throw new DomainError('usage', '--name is missing');
    const known = roles.find((one) => one === role);
    if (!known) throw new DomainError('usage', `--role must be ${roles.join(' or ')}`);
    return async ({ database, print }) => {
      const { key } = await createApiKey(await database(), { name: name.trim(), role: known });
      print(key);
    };
  },
};
