import { inspectFlow, publishFlow } from '../../../automation/publish-flow';
import type { Database } from '../../../db/database';
import { listFlows, publishedDocuments, type StoredFlow } from '../../../db/flow-store';
import { DomainError, type Problem } from '../../../domain/domain-error';
import { commandLine } from '../command';

export interface ServerFlow {
  slug: string;
  version: number;
  document: unknown;
}

/** The product that a folder is kept in step with. */
export interface FlowServer {
  /** By which a folder remembers what it has from there. */
  name: string;
  /** Every Flow that is published and not archived. */
  published(): Promise<ServerFlow[]>;
  /** What publishing would report once `others` are published. */
  problems(document: unknown, others: readonly unknown[]): Promise<readonly Problem[]>;
  /** Publishes after the version `after` (null: as the first), or throws `flow-moved-on`. */
  publish(
    document: { flow: string },
    options: { after: number | null; note: string | undefined },
  ): Promise<number>;
}

const pageSize = 200;

/** The product whose database this is. */
export function databaseServer(db: Database): FlowServer {
  return {
    name: 'here',
    async published() {
      const found: ServerFlow[] = [];
      let page: StoredFlow[] = [];
      do {
        const afterSlug = page.at(-1)?.slug ?? '';
        page = await listFlows(db, { archived: false, afterSlug, limit: pageSize });
        const documents = await publishedDocuments(
          db,
          page.map(({ id }) => id),
        );
        for (const { id, slug, publishedVersion } of page) {
          if (publishedVersion === null) continue;
          found.push({ slug, version: publishedVersion, document: documents.get(id) });
        }
      } while (page.length === pageSize);
      return found;
    },
    async problems(document, others) {
      const inspected = await inspectFlow(db, document, others);
      return 'problems' in inspected ? inspected.problems : [];
    },
    async publish(document, { after, note }) {
      const options = { by: commandLine, note, onlyAfter: after };
      return (await publishFlow(db, document, options)).version;
    },
  };
}

/** A product by its API, with the key of an admin. */
export function httpServer(url: string, key: string): FlowServer {
  const base = url.replace(/\/+$/, '');
  const call = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    callApi<T>(base, key, { method, path, body });
  return {
    name: base,
    async published() {
      const found: ServerFlow[] = [];
      let cursor: string | null = '';
      do {
        const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const path = `/flows?limit=${pageSize}${query}`;
        const page: FlowPage = await call<FlowPage>('GET', path);
        for (const { slug, version, document } of page.items) {
          if (version !== null) found.push({ slug, version, document });
        }
        cursor = page.nextCursor;
      } while (cursor !== null);
      return found;
    },
    async problems(document, others) {
      const [path, body] =
        others.length === 0
          ? ['/flows/check', document]
          : ['/flows/check-with-others', { document, others }];
      return (await call<{ problems: Problem[] }>('POST', path as string, body)).problems;
    },
    async publish(document, { after, note }) {
      const { flow } = document;
      await keepAsDraft(call, document, after);
      const body = { ...(note ? { note } : {}), ...(after === null ? {} : { baseVersion: after }) };
      return (await call<{ version: number }>('POST', `/flows/${flow}/publish`, body)).version;
    },
  };
}

interface FlowPage {
  items: { slug: string; version: number | null; document: unknown }[];
  nextCursor: string | null;
}

type CallApi = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** The key's own draft, which publishing takes. */
async function keepAsDraft(
  call: CallApi,
  document: { flow: string },
  after: number | null,
): Promise<void> {
  const draft = `/flows/${document.flow}/draft`;
  if (after !== null) {
    await call('PUT', `${draft}?baseVersion=${after}`, document);
    return;
  }
  try {
    await call('POST', '/flows', document);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'already-exists') throw error;
    const kept = await call<{ version: number | null }>('PUT', draft, document);
    if (kept.version === null) return;
    const sentence = `${document.flow} is on the server in version ${kept.version}: pull first.`;
    throw new DomainError('flow-moved-on', sentence);
  }
}

async function callApi<T>(
  base: string,
  key: string,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<T> {
  const url = `${base}/api/v1${path}`;
  const response = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    const sentence = `${base} cannot be reached; is it the address of the desk?`;
    throw new DomainError('not-reachable', sentence, [], { cause });
  });
  const text = await response.text();
  if (response.ok && isJson(response)) return JSON.parse(text) as T;
  if (!isJson(response)) {
    const sentence = `${url} is answered ${response.status} by something that is not Ticketloom.`;
    throw new DomainError('not-reachable', sentence);
  }
  const { code, detail, problems } = JSON.parse(text) as ProblemAnswer;
  throw new DomainError(code, detail, problems);
}

interface ProblemAnswer {
  code: string;
  detail: string;
  problems?: Problem[];
}

function isJson(response: Response): boolean {
  return /json/.test(response.headers.get('content-type') ?? '');
}
