import type { Database } from '../database';

/** When somebody is there. The first one is the default, until an admin makes another. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE calendars (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  time_zone text NOT NULL,
  hours jsonb NOT NULL,
  holidays jsonb NOT NULL DEFAULT '[]',
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX calendars_name ON calendars (lower(name));
CREATE UNIQUE INDEX calendars_default ON calendars (is_default) WHERE is_default;

INSERT INTO calendars (name, time_zone, hours, is_default)
SELECT 'Business hours', 'UTC', jsonb_object_agg(weekday, CASE
    WHEN weekday IN ('saturday', 'sunday') THEN '[]'::jsonb
    ELSE '[{"from": "09:00", "to": "17:00"}]'::jsonb END), true
FROM unnest(ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']) AS weekday;
`);
}
