import { connectEngine } from '../../automation/engine';
import { planFlowRuns } from '../../automation/plan-flow-runs';
import { startLoop } from '../../automation/loop';
import { planOccurrences } from '../../automation/plan-occurrences';
import { planNotifications } from '../../automation/plan-notifications';
import { planSurveys } from '../../automation/plan-surveys';
import { cancelFlowRuns } from '../../automation/cancel-flow-runs';
import { tellRunsToMove } from '../../automation/move-flow-runs';
import { signalFlowWaits } from '../../automation/signal-flow-waits';
import { startDeliveries } from '../../automation/start-deliveries';
import { startFlowRuns } from '../../automation/start-flow-runs';
import { tellSchedules } from '../../automation/tell-schedules';
import { startAutomation, type Sweep } from '../automation';
import { sendSurveys } from '../../mail/send-surveys';
import { emptyBin } from '../../tickets/purge-tickets';
import { pruneNotifications } from '../../db/notification-store';
import type { Part, Product } from '../product';

/** Relay, sweeps and the worker; its connection makes workflows start in this very process. */
export const automation: Part = {
  name: 'automation',
  roles: ['all', 'worker'],
  async start(product) {
    const { db, env, log, publicUrl, secrets, smtpUrl } = product;
    const mailIsCaught = product.mailIsCaught || env.mailCatcher;
    const allowPrivateAddresses = env.flowsPrivateAddresses;
    const { engine, stop } = await startAutomation({
      db,
      temporal: temporalSettings(product),
      activities: { db, secrets, smtpUrl, mailIsCaught, publicUrl, log, allowPrivateAddresses },
      plans: [planFlowRuns, planNotifications({ publicUrl, log }), planSurveys],
      sweeps,
      log,
    });
    product.engine = engine;
    const prune = startLoop({
      name: 'prune notifications',
      everyMs: 3_600_000,
      work: () => pruneNotifications(db),
      log,
    });
    const bin = startLoop({
      name: 'empty the bin',
      everyMs: 60_000,
      work: () => emptyBin(db, env.binDays),
      log,
    });
    const surveys = startLoop({
      name: 'send surveys',
      everyMs: 2_000,
      work: () => sendSurveys(db, { publicUrl, log }),
      log,
    });
    return async () => {
      await prune.stop();
      await surveys.stop();
      await bin.stop();
      await stop();
    };
  },
};

/** Where there is no worker: just a client. */
export const engineClient: Part = {
  name: 'Temporal client',
  roles: ['api'],
  start(product) {
    product.engine = connectEngine({ ...temporalSettings(product), log: product.log });
    return () => product.engine.close();
  },
};

const sweeps: readonly Sweep[] = [
  { name: 'start deliveries', wokenBy: 'deliveries', sweep: startDeliveries },
  { name: 'start Flow runs', wokenBy: 'flow_runs', sweep: startFlowRuns },
  { name: 'plan occurrences', wokenBy: 'flow_occurrences', sweep: planOccurrences },
  { name: 'tell schedules', wokenBy: 'flow_schedules', sweep: tellSchedules },
  { name: 'signal Flow waits', wokenBy: 'flow_waits', sweep: signalFlowWaits },
  { name: 'cancel Flow runs', wokenBy: 'flow_cancels', sweep: cancelFlowRuns },
  { name: 'move Flow runs', wokenBy: 'flow_moves', sweep: tellRunsToMove },
];

function temporalSettings({ env, temporalAddress }: Product) {
  const { namespace, tls, apiKey } = env.temporal;
  return {
    address: temporalAddress,
    namespace,
    ...(tls ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
