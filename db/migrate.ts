import { SequelizeStorage, Umzug } from 'umzug';
import type { Database } from './database';
import * as foundation from './migrations/0001-foundation';
import * as keyViewsAndWithdrawnTexts from './migrations/0008-key-views-and-withdrawn-texts';
import * as searchManyMessages from './migrations/0017-search-many-messages';
import * as searchDocumentsInOrder from './migrations/0022-search-documents-in-order';
import * as snooze from './migrations/0013-snooze';
import * as presence from './migrations/0018-presence';
import * as teamViews from './migrations/0019-team-views';
import * as conversations from './migrations/0007-conversations';
import * as teamsAndCustomFields from './migrations/0002-teams-and-custom-fields';
import * as viewsAndSearch from './migrations/0005-views-and-search';
import * as mergesAndLinks from './migrations/0010-merges-and-links';
import * as attention from './migrations/0012-attention';
import * as watchingView from './migrations/0012-watching-view';
import * as bcc from './migrations/0011-bcc';
import * as forwards from './migrations/0020-forwards';
import * as macros from './migrations/0011-macros';
import * as blockedSenders from './migrations/0021-blocked-senders';
import * as bin from './migrations/0009-bin';
import * as composer from './migrations/0004-composer';
import * as rolesAndAccounts from './migrations/0014-roles-and-accounts';
import * as mailTemplates from './migrations/0035-mail-templates';
import * as mailboxHealth from './migrations/0032-mailbox-health';
import * as mailboxSettings from './migrations/0023-mailbox-settings';
import * as mailsBySender from './migrations/0031-mails-by-sender';
import * as threading from './migrations/0027-threading';
import * as authentication from './migrations/0026-authentication';
import * as domains from './migrations/0025-domains';
import * as acknowledgements from './migrations/0028-acknowledgements';
import * as mailSearch from './migrations/0030-mail-search';
import * as mailServices from './migrations/0033-mail-services';
import * as imapPositions from './migrations/0034-imap-positions';
import * as mailIntake from './migrations/0038-mail-intake';
import * as imapLooksAgain from './migrations/0039-imap-looks-again';
import * as flowRuns from './migrations/0040-flow-runs';
import * as calendars from './migrations/0041-calendars';
import * as approvals from './migrations/0045-approvals';
import * as connections from './migrations/0043-connections';
import * as surveys from './migrations/0036-surveys';
import * as acceptedRecipients from './migrations/0037-accepted-recipients';
import * as flowEditing from './migrations/0044-flow-editing';
import * as flowBeginnings from './migrations/0046-flow-beginnings';
import * as flowChanges from './migrations/0047-flow-changes';
import * as flowCosts from './migrations/0048-flow-costs';
import * as ticketActions from './migrations/0042-ticket-actions';
import * as peopleByName from './migrations/0015-people-by-name';

/** In the order in which they are applied. A new migration is its file and one line here. */
const migrations = [
  { name: '0001-foundation', ...foundation },
  { name: '0004-composer', ...composer },
  { name: '0005-views-and-search', ...viewsAndSearch },
  // After search, which it adds a trigger to.
  { name: '0002-teams-and-custom-fields', ...teamsAndCustomFields },
  { name: '0007-conversations', ...conversations },
  { name: '0008-key-views-and-withdrawn-texts', ...keyViewsAndWithdrawnTexts },
  { name: '0017-search-many-messages', ...searchManyMessages },
  { name: '0014-roles-and-accounts', ...rolesAndAccounts },
  { name: '0010-merges-and-links', ...mergesAndLinks },
  { name: '0012-attention', ...attention },
  { name: '0012-watching-view', ...watchingView },
  { name: '0015-people-by-name', ...peopleByName },
  { name: '0013-snooze', ...snooze },
  { name: '0011-macros', ...macros },
  { name: '0011-bcc', ...bcc },
  { name: '0018-presence', ...presence },
  { name: '0019-team-views', ...teamViews },
  { name: '0009-bin', ...bin },
  { name: '0021-blocked-senders', ...blockedSenders },
  { name: '0020-forwards', ...forwards },
  { name: '0022-search-documents-in-order', ...searchDocumentsInOrder },
  { name: '0023-mailbox-settings', ...mailboxSettings },
  { name: '0031-mails-by-sender', ...mailsBySender },
  { name: '0027-threading', ...threading },
  { name: '0026-authentication', ...authentication },
  { name: '0025-domains', ...domains },
  { name: '0032-mailbox-health', ...mailboxHealth },
  { name: '0028-acknowledgements', ...acknowledgements },
  { name: '0030-mail-search', ...mailSearch },
  { name: '0034-imap-positions', ...imapPositions },
  { name: '0035-mail-templates', ...mailTemplates },
  { name: '0033-mail-services', ...mailServices },
  { name: '0036-surveys', ...surveys },
  { name: '0037-accepted-recipients', ...acceptedRecipients },
  { name: '0038-mail-intake', ...mailIntake },
  { name: '0039-imap-looks-again', ...imapLooksAgain },
  { name: '0040-flow-runs', ...flowRuns },
  { name: '0041-calendars', ...calendars },
  { name: '0042-ticket-actions', ...ticketActions },
  { name: '0044-flow-editing', ...flowEditing },
  { name: '0045-approvals', ...approvals },
  // After approvals, whose check on notifications it widens.
  { name: '0043-connections', ...connections },
  { name: '0046-flow-beginnings', ...flowBeginnings },
  { name: '0047-flow-changes', ...flowChanges },
  { name: '0048-flow-costs', ...flowCosts },
];

/** Brings the schema up to date. Safe when several processes start at once: one migrates, the others wait. */
export async function migrate(db: Database): Promise<void> {
  const lock = 7_461_052;
  await db.sequelize.transaction(async (transaction) => {
    await db.sequelize.query(`SELECT pg_advisory_xact_lock(${lock})`, { transaction });
    const umzug = new Umzug({
      migrations: migrations.map(({ name, up }) => ({ name, up: () => up(db) })),
      storage: new SequelizeStorage({ sequelize: db.sequelize, tableName: 'migrations' }),
      logger: undefined,
    });
    await umzug.up();
  });
}
