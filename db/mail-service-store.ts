import type { MailServiceName, MailServiceProblem } from '../domain/mail/mail-service';
import { query, type Database } from './database';

/** A service that hands over mail by HTTP. */
export interface MailService {
  id: string;
  service: MailServiceName;
  name: string;
  /** Stands in its address; whoever knows that may hand in mail where the service signs nothing. */
  token: string;
  sealedKey: string | null;
  settings: { topicArn?: string };
  lastReceivedAt: Date | null;
  /** Gone with the next mail. */
  lastProblem: MailServiceProblem | null;
  lastProblemAt: Date | null;
  createdAt: Date;
}

const columns = `id, service, name, token, key AS "sealedKey", settings,
  last_received_at AS "lastReceivedAt", last_problem AS "lastProblem",
  last_problem_at AS "lastProblemAt", created_at AS "createdAt"`;

export async function listMailServices(db: Database): Promise<MailService[]> {
  return query(db, `SELECT ${columns} FROM mail_services ORDER BY lower(name), id`);
}

export async function findMailService(db: Database, id: string): Promise<MailService | null> {
  const sql = `SELECT ${columns} FROM mail_services WHERE id = $1`;
  const [row] = await query<MailService>(db, sql, [id]);
  return row ?? null;
}

export async function createMailService(
  db: Database,
  given: Pick<MailService, 'service' | 'name' | 'token' | 'sealedKey' | 'settings'>,
): Promise<MailService> {
  const [row] = await query<MailService>(
    db,
    `INSERT INTO mail_services (service, name, token, key, settings) VALUES ($1, $2, $3, $4, $5)
     RETURNING ${columns}`,
    [given.service, given.name, given.token, given.sealedKey, JSON.stringify(given.settings)],
  );
  return row!;
}

/** Changes what is given; null when there is no such service. */
export async function changeMailService(
  db: Database,
  id: string,
  { name, sealedKey, settings }: Pick<MailService, 'name' | 'sealedKey' | 'settings'>,
): Promise<MailService | null> {
  const [row] = await query<MailService>(
    db,
    `UPDATE mail_services SET name = $2, key = $3, settings = $4 WHERE id = $1 RETURNING ${columns}`,
    [id, name, sealedKey, JSON.stringify(settings)],
  );
  return row ?? null;
}

export async function deleteMailService(db: Database, id: string): Promise<boolean> {
  const sql = 'DELETE FROM mail_services WHERE id = $1 RETURNING id';
  return (await query(db, sql, [id])).length === 1;
}

/** A mail came in by it. */
export async function noteServiceMail(db: Database, id: string): Promise<void> {
  await query(
    db,
    `UPDATE mail_services SET last_received_at = now(), last_problem = NULL, last_problem_at = NULL
     WHERE id = $1`,
    [id],
  );
}

/** What it sent was refused. */
export async function noteServiceProblem(
  db: Database,
  id: string,
  problem: MailServiceProblem,
): Promise<void> {
  const sql = 'UPDATE mail_services SET last_problem = $2, last_problem_at = now() WHERE id = $1';
  await query(db, sql, [id, problem]);
}
