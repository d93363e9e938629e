import {
  slugFor,
  type CustomFieldDefinition,
  type CustomFieldType,
} from '../domain/custom-field/definition';
import { query, type Database, type Transaction } from './database';

export interface CustomField extends CustomFieldDefinition {
  id: string;
}

export interface NewCustomField {
  title: string;
  type: CustomFieldType;
  options: string[];
  required: boolean;
}

/** What may change of a field; its slug and its type never do. */
export interface CustomFieldChanges {
  title?: string | undefined;
  options?: string[] | undefined;
  required?: boolean | undefined;
  archived?: boolean | undefined;
  /** Its place among all fields, from 1. */
  position?: number | undefined;
}

const columns = `id, slug, title, type, options, required,
  to_char(archived_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "archivedAt"`;

/** All fields in their order, archived ones too. */
export async function allCustomFields(
  db: Database,
  transaction?: Transaction,
): Promise<CustomField[]> {
  const sql = `SELECT ${columns} FROM custom_fields ORDER BY position, created_at, id`;
  return query(db, sql, [], transaction);
}

/** Adds a field behind the others, with a slug of its title that no other has. */
export async function createCustomField(
  db: Database,
  field: NewCustomField,
  transaction: Transaction,
): Promise<CustomField> {
  await query(db, 'LOCK TABLE custom_fields IN SHARE ROW EXCLUSIVE MODE', [], transaction);
  const known = await allCustomFields(db, transaction);
  const slug = slugFor(field.title, new Set(known.map((one) => one.slug)));
  const [row] = await query<CustomField>(
    db,
    `INSERT INTO custom_fields (slug, title, type, options, required, position)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${columns}`,
    [slug, field.title, field.type, field.options, field.required, known.length + 1],
    transaction,
  );
  return row!;
}

/** Changes a field and, when asked, its place among the others; null when there is none such. */
export async function updateCustomField(
  db: Database,
  id: string,
  { title, options, required, archived, position }: CustomFieldChanges,
  transaction: Transaction,
): Promise<CustomField | null> {
  const [row] = await query<CustomField>(
    db,
    `UPDATE custom_fields SET title = coalesce($2, title), options = coalesce($3, options),
       required = coalesce($4, required),
       archived_at = CASE $5::boolean WHEN true THEN coalesce(archived_at, now())
         WHEN false THEN NULL ELSE archived_at END
     WHERE id = $1 RETURNING ${columns}`,
    [id, title ?? null, options ?? null, required ?? null, archived ?? null],
    transaction,
  );
  if (row && position !== undefined) await moveTo(db, id, position, transaction);
  return row ?? null;
}

async function moveTo(
  db: Database,
  id: string,
  position: number,
  transaction: Transaction,
): Promise<void> {
  const others = (await allCustomFields(db, transaction))
    .map((field) => field.id)
    .filter((one) => one !== id);
  const order = others.toSpliced(position - 1, 0, id);
  await query(
    db,
    `UPDATE custom_fields f SET position = o.position
     FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, position) WHERE f.id = o.id`,
    [order],
    transaction,
  );
}
