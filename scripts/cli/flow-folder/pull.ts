import type { FolderWork } from './work';
import { contentOf, type FlowFolder } from './folder';
import type { ServerFlow } from './server';

/**
 * Writes what is published into the folder. A file whose content means the same is not touched; one
 * that was changed here is kept, and is a problem when the server has moved on as well.
 */
export async function pullFlows({ folder, server, print, force }: FolderWork): Promise<number> {
  const flows = await server.published();
  let refused = 0;
  for (const flow of flows) {
    const outcome = force ? 'take' : choose(folder, flow);
    const file = folder.files.find(({ slug }) => slug === flow.slug)?.file;
    if (outcome === 'refuse') {
      refused += 1;
      print(
        `${file}: changed here, and the server has version ${flow.version}. Save your change ` +
          'elsewhere, or take the server’s with --force.',
      );
    } else if (outcome === 'keep') {
      print(`${file}: changed here and not pushed`);
    } else {
      if (outcome === 'take' && !isSame(folder, flow)) {
        print(`${folder.write(flow.slug, flow.document)}: version ${flow.version}`);
      }
      folder.remember(flow.slug, flow.version, flow.document);
    }
  }
  for (const { file, slug } of folder.files) {
    if (flows.every((flow) => flow.slug !== slug)) print(`${file}: not on the server`);
  }
  return refused > 0 ? 1 : 0;
}

function choose(folder: FlowFolder, flow: ServerFlow): 'take' | 'keep' | 'refuse' {
  const file = folder.files.find(({ slug }) => slug === flow.slug);
  if (!file || isSame(folder, flow)) return 'take';
  const known = folder.known(flow.slug);
  const isUntouched = file.problems.length === 0 && contentOf(file.document) === known?.content;
  if (isUntouched) return 'take';
  return known?.version === flow.version ? 'keep' : 'refuse';
}

function isSame(folder: FlowFolder, { slug, document }: ServerFlow): boolean {
  const file = folder.files.find((one) => one.slug === slug);
  return file !== undefined && contentOf(file.document) === contentOf(document);
}
