import path from 'node:path';
import ts from 'typescript';

const root = path.join(__dirname, '../..');
const planted = 'export const planted = [process.pid, Buffer, fetch, setTimeout, document];';

describe('the pure rooms are typed without Node and without a browser', () => {
  test.each(['domain', 'flows', 'plugins', 'workflows', 'activities/contract'])(
    '%s knows no process, Buffer, fetch, timer or document, whatever its files import',
    (room) => {
      expect(namesNotFound(room)).toEqual(['process', 'Buffer', 'fetch', 'setTimeout', 'document']);
    },
    60_000,
  );

  test('a room with I/O knows them, and no browser', () => {
    expect(namesNotFound('config')).toEqual(['document']);
  }, 60_000);
});

/** What the type checker does not know in a file planted among the room's own. */
function namesNotFound(room: string): string[] {
  const folder = path.join(root, room);
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile) as {
    config: unknown;
  };
  const { options, fileNames, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    folder,
    {},
    path.join(folder, 'tsconfig.json'),
  );
  const file = path.join(folder, 'planted.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, planted, ts.ScriptTarget.ES2023)
      : getSourceFile(name, ...rest);
  // Without references other rooms are read from source, so nothing needs to be built before.
  const program = ts.createProgram({ rootNames: [...fileNames, file], options, host });
  expect(projectReferences?.every(({ path: to }) => to.startsWith(root)) ?? true).toBe(true);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
    .map((text) => /^Cannot find name '(\w+)'/.exec(text)?.[1] ?? text);
}
