import { upgraded } from '../../../automation/diff-versions';
import { diffFlows } from '../../../flows/language/diff';
import { renderDiff } from '../../../flows/language/render-diff';
import type { FolderWork } from './work';

/** Prints what pushing would change. Answers 1 when that is something, as `diff` does. */
export async function diffFolder({ folder, server, print }: FolderWork): Promise<number> {
  const flows = new Map((await server.published()).map((flow) => [flow.slug, flow]));
  let differ = 0;
  for (const { file, slug, document, problems } of folder.files) {
    const there = flows.get(slug);
    const lines = problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
    if (lines.length === 0) {
      lines.push(...renderDiff(diffFlows(upgraded(there?.document ?? null), upgraded(document))));
    }
    if (lines.length === 0) continue;
    differ += 1;
    print(`${file}: ${there ? `version ${there.version} on the server` : 'not on the server'}`);
    for (const line of lines) print(`  ${line}`);
  }
  for (const { slug, version } of flows.values()) {
    if (folder.files.some((file) => file.slug === slug)) continue;
    differ += 1;
    print(`${slug}: only on the server, version ${version}`);
  }
  return differ > 0 ? 1 : 0;
}
