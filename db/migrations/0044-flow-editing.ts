import type { Database } from '../database';

/**
 * Everybody edits a Flow in a draft of their own, which knows the version it began with. A Flow can
 * be paused (its runs are held) and archived, who did what is kept, and runs can be marked to be
 * cancelled while Temporal is away.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE flow_drafts (
  flow_id uuid NOT NULL REFERENCES flows ON DELETE CASCADE,
  -- An agent's id, or that of an API key.
  person_id text NOT NULL,
  person jsonb NOT NULL,
  document jsonb NOT NULL,
  -- Null: nothing was published yet.
  base_version integer,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, person_id)
);
INSERT INTO flow_drafts (flow_id, person_id, person, document, base_version, updated_at)
  SELECT f.id, f.draft_by->>'id', f.draft_by, f.draft, f.published_version, f.draft_at
  FROM flows f
  LEFT JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
  WHERE f.draft IS DISTINCT FROM v.document AND f.draft IS NOT NULL
    AND f.draft_by IS NOT NULL AND f.draft_at IS NOT NULL;

CREATE TABLE flow_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  flow_id uuid NOT NULL REFERENCES flows ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  actor jsonb NOT NULL,
  what text NOT NULL,
  version integer,
  note text NOT NULL DEFAULT '',
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX flow_changes_of_flow ON flow_changes (flow_id, id DESC);
INSERT INTO flow_changes (flow_id, at, actor, what, version, note)
  SELECT flow_id, published_at, published_by, 'published', version, note
  FROM flow_versions ORDER BY published_at, flow_id, version;

ALTER TABLE flows DROP draft, DROP draft_by, DROP draft_at,
  ADD paused_at timestamptz, ADD archived_at timestamptz;

ALTER TABLE flow_runs ADD cancel_wanted boolean NOT NULL DEFAULT false,
  ADD next_cancel_at timestamptz NOT NULL DEFAULT '-infinity';
CREATE INDEX flow_runs_to_cancel ON flow_runs (next_cancel_at)
  WHERE cancel_wanted AND ended_at IS NULL;
CREATE INDEX flow_runs_held ON flow_runs (flow_id) WHERE status = 'held';
`);
}
