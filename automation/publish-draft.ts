import { inTransaction, type Database } from '../db/database';
import { settleDraft } from '../db/flow-draft-store';
import { findVersion, listVersions, type FlowVersion, type StoredFlow } from '../db/flow-store';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import { diffFlows, sameJson, type FlowDiff } from '../flows/language/diff';
import { mergeFlows, type Conflict } from '../flows/language/merge';
import { editingOf, requireVersion } from './flow-drafts';
import { upgraded } from './diff-versions';
import { checkFlow, ofSameSlug, publishChecked, requireFlow, type Published } from './publish-flow';

export interface PublishDraftOptions {
  by: Actor;
  note?: string | undefined;
  /** The version that the person has seen; the one that the draft began with when left out. */
  baseVersion?: number | undefined;
  /** Take what others published meanwhile along, where that touches other steps. */
  rebase?: boolean | undefined;
}

/** What others published since somebody began, with what `flow-moved-on` tells of it. */
export interface MovedOn {
  baseVersion: number | null;
  version: number;
  /** The versions since, newest first. */
  published: Pick<FlowVersion, 'version' | 'note' | 'publishedBy' | 'publishedAt'>[];
  /** What they changed. */
  theirs: FlowDiff;
  conflicts: Conflict[];
}

/**
 * Publishes what somebody has in their draft, which then goes. When others have published since
 * it began, it is refused with what they changed (`flow-moved-on`, a `MovedOn` in its details),
 * unless `baseVersion` says that it was seen, or `rebase` puts both together. Throws
 * `flow-not-found`, `flow-invalid`, `flow-archived`, `flow-version-not-found`.
 */
export async function publishDraft(
  db: Database,
  idOrSlug: string,
  options: PublishDraftOptions,
): Promise<Published> {
  const flow = await requireFlow(db, idOrSlug);
  const { own, ...editing } = await editingOf(db, flow, options.by.id);
  const base = options.baseVersion ?? editing.baseVersion;
  const document = await reconciled(db, flow, editing.document, base, options.rebase === true);
  ofSameSlug(flow, document);
  const checked = await checkFlow(db, document);
  const { by, note } = options;
  try {
    return await inTransaction(db, async (transaction) => {
      const onlyAfter = flow.publishedVersion;
      const published = await publishChecked(db, checked, { by, note, onlyAfter }, transaction);
      if (own) await settleDraft(db, own, published.version, transaction);
      return published;
    });
  } catch (error) {
    // Somebody was faster by a moment: what they published is told, or taken along.
    if (error instanceof DomainError && error.code === 'flow-moved-on') {
      return publishDraft(db, idOrSlug, { ...options, baseVersion: base ?? undefined });
    }
    throw error;
  }
}

/** What is to be published: the document as it is, or put together with what others published. */
async function reconciled(
  db: Database,
  flow: StoredFlow,
  document: unknown,
  base: number | null,
  rebase: boolean,
): Promise<unknown> {
  const version = flow.publishedVersion;
  if (version === null || base === version) return document;
  const newest = upgraded((await findVersion(db, flow.id, version))!.document);
  if (sameJson(newest, upgraded(document))) return document;
  const began = base === null ? null : upgraded(await requireVersion(db, flow, base));
  const merged = mergeFlows(began, newest, upgraded(document));
  if (rebase && merged.document) return merged.document;
  const versions = await listVersions(db, flow.id);
  throw movedOn(flow, {
    baseVersion: base,
    version,
    published: versions
      .filter((one) => one.version > (base ?? 0))
      .map(({ document: _, hash: __, ...told }) => told),
    theirs: diffFlows(began, newest),
    conflicts: merged.conflicts,
  });
}

/** What both changed, as a sentence: "Both changed the step a; both changed title." */
function inWords(conflicts: readonly Conflict[]): string {
  const text = conflicts.map(({ message }) => message).join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function movedOn({ slug }: StoredFlow, moved: MovedOn): DomainError {
  const [{ publishedBy, publishedAt, note }] = moved.published as [MovedOn['published'][number]];
  const when = publishedAt.toISOString().slice(0, 16).replace('T', ' ');
  const why = note && ` (${note})`;
  const next =
    moved.conflicts.length === 0
      ? 'It touches other steps than yours: publish with rebase: true to keep both, or with '
      : `${inWords(moved.conflicts)} Change your draft, then publish with `;
  return new DomainError(
    'flow-moved-on',
    `${publishedBy.name} published version ${moved.version} of ${slug} on ${when} UTC${why}, after ` +
      `you began. ${next}baseVersion: ${moved.version} to replace it.`,
    moved.conflicts.map(({ step, message }) => ({ path: step ?? '', message })),
    { details: moved },
  );
}
