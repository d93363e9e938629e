import type { Engine } from '../automation/engine';
import type { Environment } from '../config/env';
import type { Logger } from '../config/logger';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secret-box';
import type { ResolveDns } from '../mail/dns';
import type { MailIntake } from '../mail/mail-intake';
import type { DataFolder } from './data-folder';

/** Where people and programs reach what runs. Undefined: not in this process. */
export interface Addresses {
  desk?: string;
  apiDocs?: string;
  /** `host:port` that takes mail. */
  smtp?: string;
  /** The default mailbox: whoever writes there gets a ticket. */
  mailbox?: string;
  caughtMail?: string;
  /** `host:port` */
  temporal?: string;
  temporalUi?: string;
}

/** The first admin. */
export interface Admin {
  email: string;
  /** Only while it has to be told: generated, and not shown yet. */
  password?: string;
  /** True when this start made the admin with ADMIN_PASSWORD. */
  given: boolean;
}

/** What the parts start and hand on: each fills in its own, in the order of the list. */
export interface Product {
  env: Environment;
  log: Logger;
  /** Tells people at the terminal about a step that takes long or went another way. */
  tell(line: string): void;
  addresses: Addresses;
  publicUrl: string;
  httpPort: number;
  /** Only where a server of our own runs. */
  data: DataFolder | undefined;
  databaseUrl: string;
  temporalAddress: string;
  db: Database;
  /** Seals passwords and keys before they are stored. */
  secrets: SecretBox;
  resolveDns: ResolveDns;
  admin: Admin;
  engine: Engine;
  /** Where replies go out by. */
  smtpUrl: string;
  /** True where that is the local catcher. */
  mailIsCaught: boolean;
  intake: MailIntake;
  smtpPort: number;
  mailIsTaken: boolean;
}

export type Stop = () => Promise<unknown> | void;

/** One thing that is started and stopped. */
export interface Part {
  name: string;
  /** The processes that have it. */
  roles: readonly Environment['role'][];
  start(product: Product): Promise<Stop | void> | Stop | void;
}
