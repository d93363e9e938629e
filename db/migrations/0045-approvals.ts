import type { Database } from '../database';

/** What Flows ask people, who is asked, and what they answered. A notification may be about one. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE flow_approvals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id text NOT NULL REFERENCES flow_runs ON DELETE CASCADE,
  step_id text NOT NULL,
  iteration integer NOT NULL DEFAULT 0,
  flow text NOT NULL,
  flow_title text NOT NULL,
  -- A ticket that is deleted for good takes along what was asked about it.
  ticket integer REFERENCES tickets ON DELETE CASCADE,
  question text NOT NULL,
  needs text NOT NULL CHECK (needs IN ('one', 'all')),
  by_default text NOT NULL CHECK (by_default IN ('approve', 'reject')),
  until timestamptz,
  outcome text CHECK (outcome IN ('approved', 'rejected')),
  decided_by text CHECK (decided_by IN ('person', 'timeout', 'cancelled')),
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  UNIQUE (run_id, step_id, iteration),
  CHECK ((ended_at IS NULL) = (decided_by IS NULL)),
  CHECK ((outcome IS NULL) = (decided_by IS NULL OR decided_by = 'cancelled'))
);
CREATE INDEX flow_approvals_by_time ON flow_approvals (created_at DESC, id DESC);
CREATE INDEX flow_approvals_open ON flow_approvals (created_at DESC, id DESC)
  WHERE ended_at IS NULL;
CREATE INDEX flow_approvals_of_ticket ON flow_approvals (ticket) WHERE ticket IS NOT NULL;

CREATE TABLE flow_approval_people (
  approval_id uuid NOT NULL REFERENCES flow_approvals ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  answer text CHECK (answer IN ('approve', 'reject')),
  comment text NOT NULL DEFAULT '',
  answered_at timestamptz,
  PRIMARY KEY (approval_id, agent_id),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX flow_approval_people_of_agent ON flow_approval_people (agent_id, approval_id);

-- About a ticket's event, or about an approval, which may be about no ticket.
ALTER TABLE notifications
  ALTER ticket DROP NOT NULL,
  ALTER event_type DROP NOT NULL,
  ADD approval_id uuid REFERENCES flow_approvals ON DELETE CASCADE,
  ADD CHECK (approval_id IS NOT NULL OR (ticket IS NOT NULL AND event_type IS NOT NULL));
CREATE UNIQUE INDEX notifications_of_approval ON notifications (approval_id, agent_id)
  WHERE approval_id IS NOT NULL;
`);
}
