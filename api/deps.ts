import type { Engine } from '../automation/engine';
import type { Logger } from '../config/logger';
import type { Database } from '../db/database';
import type { Installation } from '../db/installation';
import type { SecretBox } from '../db/secret-box';
import type { ResolveDns } from '../mail/dns';
import type { MailIntake } from '../mail/mail-intake';
import type { FetchAmazon } from '../mail/services/fetch-amazon';
import type { Directory } from './people/directory';
import type { Metrics } from './service/metrics';
import type { NewsHub } from './stream/news-hub';
import type { NotificationHub } from './stream/notification-hub';
import type { StreamHub } from './stream/hub';

/** What the process that starts the API hands to it. */
export interface ApiSettings {
  db: Database;
  engine: Pick<Engine, 'address' | 'namespace' | 'reachable' | 'call' | 'onChange'>;
  log: Logger;
  installation: Installation;
  /** Seals passwords and keys before they are stored. */
  secrets: SecretBox;
  resolveDns: ResolveDns;
  /** As people reach the product, without a slash at the end: decides cookies and links. */
  publicUrl: string;
  mail: {
    /** Whether mail is taken by SMTP here; null in a process that leaves it to others. */
    accepting: () => boolean | null;
    /** True in the embedded default, where replies go to the local catcher. */
    catcher: boolean;
    /** Whether mail goes to a catcher that delivers nothing, so that any domain may send. */
    isCaught: boolean;
    /** The system's server, where one is set; its host stands in the SPF record. */
    smtpUrl: string | undefined;
    /** Where every mail goes in, whatever brings it. */
    intake: () => MailIntake;
    /** Where the product itself takes mail by SMTP; null in a process that does not. */
    smtp: () => { host: string; port: number } | null;
  };
  /** Gets what Amazon SNS serves; by the network when left out. */
  fetchAmazon?: FetchAmazon;
  /** Whether connections may lead inside our own network; they may when left out. */
  allowPrivateAddresses?: boolean;
  /** How long a removed ticket can be restored; 30 days when left out. */
  binDays?: number;
  /** Where the built UI lies; `admin-ui/dist` of the project when left out. */
  uiFolder?: string;
}

/** What every handler gets: the settings and what the API keeps for itself. */
export interface ApiDeps extends ApiSettings {
  directory: Directory;
  metrics: Metrics;
  stream: StreamHub;
  conversations: NewsHub;
  presence: NewsHub;
  notifications: NotificationHub;
}
