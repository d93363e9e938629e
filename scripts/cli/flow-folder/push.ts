import type { FolderWork } from './work';
import { calleesFirst } from './calls';
import { hasProblems } from './check';
import { contentOf, type FlowFile } from './folder';

/**
 * Publishes what differs from the server, what others call before those. Nothing is published when a file has a problem, or when
 * the server has moved on since the folder was pulled.
 */
export async function pushFlows(work: FolderWork): Promise<number> {
  const { folder, server, print, note } = work;
  if (await hasProblems(work)) return 1;
  const flows = new Map((await server.published()).map((flow) => [flow.slug, flow]));
  const toPublish: { file: FlowFile; after: number | null }[] = [];
  let refused = 0;
  for (const file of calleesFirst(folder.files, folder.files)) {
    const { slug, document } = file;
    const there = flows.get(slug);
    const known = folder.known(slug)?.version;
    if (there && contentOf(there.document) === contentOf(document)) {
      folder.remember(slug, there.version, document);
    } else if (there && there.version !== known) {
      refused += 1;
      const since = known === undefined ? '' : ` and this began with version ${known}`;
      print(`${file.file}: the server has version ${there.version}${since}. Pull first.`);
    } else {
      toPublish.push({ file, after: there?.version ?? null });
    }
  }
  if (refused > 0) return 1;
  for (const { file, after } of toPublish) {
    const document = file.document as { flow: string };
    const version = await server.publish(document, { after, note });
    folder.remember(file.slug, version, document);
    print(`${file.file}: published as version ${version}`);
  }
  if (toPublish.length === 0) print('Nothing differs from the server.');
  return 0;
}
