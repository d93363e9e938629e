import { parseArgs } from 'node:util';
import { DomainError } from '../../domain/domain-error';
import type { CliCommand } from './command';
import { checkFolder } from './flow-folder/check';
import { diffFolder } from './flow-folder/diff';
import { openFolder } from './flow-folder/folder';
import { pullFlows } from './flow-folder/pull';
import { pushFlows } from './flow-folder/push';
import { databaseServer, httpServer } from './flow-folder/server';
import type { FolderWork } from './flow-folder/work';

/** Each answers the exit code. */
const verbs: Record<string, (work: FolderWork) => Promise<number>> = {
  pull: pullFlows,
  push: pushFlows,
  diff: diffFolder,
  check: checkFolder,
};

export const flowsCommand: CliCommand = {
  name: 'flows',
  usage: `${Object.keys(verbs).join('|')} DIR [--note TEXT] [--force] [--url URL --key KEY]`,
  summary: 'keeps a folder of Flows in YAML in step with the product here, or with the one at URL',
  parse(args) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [verb, directory, ...more] = positionals;
    const work = verbs[verb ?? ''];
    if (!work) throw new DomainError('usage', `say ${Object.keys(verbs).join(', ')}`);
    if (directory === undefined || more.length > 0)
      throw new DomainError('usage', 'name one folder');
    const { url, key, note, force = false } = values;
    if ((url === undefined) !== (key === undefined)) {
      throw new DomainError('usage', '--url and --key go together');
    }
    return async ({ database, print }) => {
      const server =
        url !== undefined && key !== undefined
          ? httpServer(url, key)
          : databaseServer(await database());
      const folder = openFolder(directory, server.name, { make: work === pullFlows });
      return work({ folder, server, print, note, force });
    };
  },
};

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  note: { type: 'string' },
  force: { type: 'boolean' },
} as const;
