import type { FolderWork } from './work';
import { calledFiles } from './calls';
import type { FlowFile } from './folder';
import { placeProblems, type PlacedProblem } from './places';

/** Prints every problem as `file:line:column: message`. */
export async function checkFolder(work: FolderWork): Promise<number> {
  if (await hasProblems(work)) return 1;
  const { length } = work.folder.files;
  work.print(`${length === 1 ? '1 Flow is' : `${length} Flows are`} right.`);
  return 0;
}

/** The same, silent when there is none. */
export async function hasProblems({
  folder: { files },
  server,
  print,
}: Pick<FolderWork, 'folder' | 'server' | 'print'>): Promise<boolean> {
  let found = false;
  for (const file of files) {
    const problems = await problemsOf(file, files, server);
    for (const { line, column, message } of problems) {
      print(`${file.file}:${line}:${column}: ${message}`);
    }
    found ||= problems.length > 0;
  }
  return found;
}

async function problemsOf(
  file: FlowFile,
  files: FlowFile[],
  server: FolderWork['server'],
): Promise<PlacedProblem[]> {
  if (file.problems.length > 0) return file.problems;
  const other = files.find(({ slug }) => slug === file.slug)!;
  const doubled = {
    path: 'flow',
    message: `${other.file} has this Flow too; a Flow stands in one file`,
  };
  return placeProblems(file.text, [
    ...(other === file ? [] : [doubled]),
    ...(await server.problems(
      file.document,
      calledFiles(file, files).map(({ document }) => document),
    )),
  ]);
}
