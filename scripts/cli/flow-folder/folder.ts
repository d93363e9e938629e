import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { upgraded } from '../../../automation/diff-versions';
import { DomainError } from '../../../domain/domain-error';
import { canonicalJson } from '../../../flows/language/canonical';
import { readText } from '../../../flows/language/read-document';
import { writeYaml } from '../../../flows/language/write-document';
import { syntaxProblems, type PlacedProblem } from './places';

/** A file that holds one Flow. */
export interface FlowFile {
  file: string;
  /** As the document says; of a file that cannot be read, as it is called. */
  slug: string;
  text: string;
  document: unknown;
  /** Why it cannot be read. */
  problems: PlacedProblem[];
}

/** What a file had when it was last the same as on the server. */
interface Known {
  version: number;
  /** The hash of its content. */
  content: string;
}

export interface FlowFolder {
  files: FlowFile[];
  known(slug: string): Known | undefined;
  /** The folder has this now, as the server has it. */
  remember(slug: string, version: number, document: unknown): void;
  /** Forgets nothing: writes a document where its Flow is, or as a new file. Answers its name. */
  write(slug: string, document: unknown): string;
}

const memoryName = '.ticketloom.json';
const endings = /\.flow\.(yaml|yml|json)$/;

const memorySchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ version: z.int(), content: z.string() })),
);

/** Reads a folder's Flows and what it remembers of a server. Throws `folder-unreadable`. */
export function openFolder(
  directory: string,
  server: string,
  { make }: { make: boolean },
): FlowFolder {
  if (make) mkdirSync(directory, { recursive: true });
  if (!existsSync(directory)) {
    throw new DomainError('folder-unreadable', `There is no folder ${directory}.`);
  }
  const memory = readMemory(path.join(directory, memoryName));
  const ofServer = (memory[server] ??= {});
  const files = readdirSync(directory)
    .filter((name) => endings.test(name))
    .sort()
    .map((name) => readFlowFile(directory, name));
  return {
    files,
    known: (slug) => (Object.hasOwn(ofServer, slug) ? ofServer[slug] : undefined),
    remember(slug, version, document) {
      ofServer[slug] = { version, content: contentOf(document) };
      writeFileSync(path.join(directory, memoryName), `${JSON.stringify(memory, null, 2)}\n`);
    },
    write(slug, document) {
      const file =
        files.find((one) => one.slug === slug)?.file ?? path.join(directory, `${slug}.flow.yaml`);
      const isJson = file.endsWith('.json');
      writeFileSync(file, isJson ? `${JSON.stringify(document, null, 2)}\n` : writeYaml(document));
      return file;
    },
  };
}

/** The same for documents that mean the same, however they are written. */
export function contentOf(document: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(upgraded(document)))
    .digest('hex');
}

function readFlowFile(directory: string, name: string): FlowFile {
  const file = path.join(directory, name);
  const text = readFileSync(file, 'utf8');
  const read = readText(text);
  const document = read.ok ? read.value : null;
  const { flow } = (document ?? {}) as { flow?: unknown };
  return {
    file,
    slug: typeof flow === 'string' ? flow : name.replace(endings, ''),
    text,
    document,
    problems: read.ok ? [] : syntaxProblems(text, read.problems),
  };
}

function readMemory(file: string): z.infer<typeof memorySchema> {
  if (!existsSync(file)) return {};
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const sentence = `${file} cannot be read; remove it and pull again.`;
    throw new DomainError('folder-unreadable', sentence, [], { cause });
  }
}
