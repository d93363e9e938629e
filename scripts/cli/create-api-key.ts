import { parseArgs } from 'node:util';
import { createApiKey } from '../../api/sign-in/api-key';
import { DomainError } from '../../domain/domain-error';
import type { CliCommand } from './command';

export const createApiKeyCommand: CliCommand = {
  name: 'create-api-key',
  usage: '--name NAME --role admin|agent',
  summary: 'makes a key for the HTTP API and prints it, this once',
  parse(args) {
    const options = { name: { type: 'string' }, role: { type: 'string' } } as const;
    const { name, role } = parseArgs({ args, options }).values;
    if (!name?.trim()) throw new DomainError('usage', '--name is missing');
    if (role !== 'admin' && role !== 'agent') {
      throw new DomainError('usage', '--role must be admin or agent');
    }
    return async (db, print) => {
      const { key } = await createApiKey(db, { name: name.trim(), role });
      print(key);
    };
  },
};
