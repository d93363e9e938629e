import type { Database } from '../database';

/** When each Flow was last changed, so that an index of them is told of what changed only. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
-- The revision that a Flow's last change made; that of its draft is none.
ALTER TABLE flows ADD COLUMN revision bigint NOT NULL DEFAULT 0;
CREATE INDEX flows_by_revision ON flows (revision);

-- The row of "flow_revision" stays locked until the change is committed, so revisions are seen in
-- their order. After the statement, which may itself count the revision up.
CREATE FUNCTION note_flow_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE flow_revision SET revision = revision + 1;
  UPDATE flows SET revision = (SELECT revision FROM flow_revision) WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER flow_changed AFTER UPDATE ON flows FOR EACH ROW
  WHEN (to_jsonb(OLD) - '{revision,draft,draft_by,draft_at,updated_at}'::text[]
    IS DISTINCT FROM to_jsonb(NEW) - '{revision,draft,draft_by,draft_at,updated_at}'::text[])
  EXECUTE FUNCTION note_flow_change();
  `);
}
