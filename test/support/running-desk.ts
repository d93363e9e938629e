import pino from 'pino';
import type { Engine } from '../../automation/engine';
import type { Plan, RelayOptions } from '../../automation/relay';
import { readInstallation } from '../../db/installation';
import { openSecretBox, type SecretBox } from '../../db/secret-box';
import { countBehind } from '../../db/relay-store';
import type { TicketFacts } from '../../domain/ticket/ticket';
import { startAutomation, type AutomationOptions } from '../../runtime/automation';
import { ticketFactsQuery, ticketWorkflowId } from '../../workflows/messages';
import { anEmptyDatabase, temporalAddress, type TestDatabase } from './stack';
import { eventually } from './eventually';

/** A database with a worker, a relay and what else a test asks for, on the run's real servers. */
export interface RunningDesk extends TestDatabase {
  engine: Engine;
  installation: string;
  secrets: SecretBox;
  /** Waits until every event was told to all that follows it. */
  settled(): Promise<void>;
  /** What the ticket's workflow tracks; null when it knows nothing yet. */
  trackedFacts(number: number): Promise<TicketFacts | null>;
  stop(): Promise<void>;
}

export async function aRunningDesk(
  options: Partial<Pick<AutomationOptions, 'plans' | 'sweeps' | 'activities'>> & {
    plans?: readonly Plan[];
    ticketWorkflow?: RelayOptions['ticketWorkflow'];
  } = {},
): Promise<RunningDesk> {
  const desk = await anEmptyDatabase();
  const own = await readInstallation(desk.db);
  const installation = own.id;
  const secrets = openSecretBox(undefined, own);
  const log = pino({ level: 'silent' });
  const { ticketWorkflow } = options;
  const automation = await startAutomation({
    db: desk.db,
    temporal: { address: temporalAddress(), namespace: 'default' },
    activities: {
      log,
      secrets,
      ...options.activities,
      db: desk.db,
    } as AutomationOptions['activities'],
    plans: options.plans ?? [],
    sweeps: options.sweeps ?? [],
    log,
    ...(ticketWorkflow ? { ticketWorkflow } : {}),
  });
  const { engine } = automation;

  return {
    ...desk,
    engine,
    installation,
    secrets,
    async settled() {
      await eventually(async () => (await countBehind(desk.db)) === 0);
    },
    trackedFacts: (number) =>
      engine.call('asking a ticket workflow', (client) =>
        client
          .getHandle(ticketWorkflowId(installation, number))
          .query<TicketFacts | null>(ticketFactsQuery),
      ),
    async stop() {
      await automation.stop();
      await desk.drop();
    },
  };
}
