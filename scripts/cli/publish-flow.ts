import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { publishFlow } from '../../automation/publish-flow';
import { DomainError } from '../../domain/domain-error';
import { readText } from '../../flows/language/read-document';
import { commandLine, type CliCommand } from './command';

export const publishFlowCommand: CliCommand = {
  name: 'publish-flow',
  usage: 'FILE',
  summary: 'checks the Flow in a YAML or JSON file, publishes it and switches it on',
  parse(args) {
    const [file, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
    if (file === undefined || more.length > 0) throw new DomainError('usage', 'name one file');
    return async ({ database, print }) => {
      const db = await database();
      const read = readText(readFlowFile(file));
      if (!read.ok) {
        throw new DomainError('flow-unreadable', `${file} cannot be read as YAML`, read.problems);
      }
      const { slug, version } = await publishFlow(db, read.value, { by: commandLine });
      print(`${slug} is published as version ${version} and switched on.`);
    };
  },
};

function readFlowFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new DomainError('file-unreadable', `${file}: ${why}`, [], { cause: error });
  }
}
