import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DataFolder } from './data-folder';
import { freePort } from './free-port';
import { endProcess, type ProcessIdentity } from './process-identity';
import { superviseChild } from './supervised-child';
import { findTemporalBinary, type FindOptions, type TemporalBinary } from './temporal-binary';

export interface EmbeddedTemporal {
  /** `host:port` of its gRPC service. */
  address: string;
  /** Address of Temporal's own web pages. */
  uiUrl: string;
  stop(): Promise<void>;
}

/** Kept in the data folder as `temporal.json`. */
export interface KeptTemporal {
  address: string;
  uiUrl: string;
  port: number;
  uiPort: number;
  /** The server's version names its database file: a file is not migrated by a newer server. */
  serverVersion: string;
  process?: ProcessIdentity;
}

export const keptTemporalName = 'temporal';

const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Brings up Temporal's development server on loopback, its database in the data folder. A server
 * that a killed process left is ended first. It is restarted on the same port whenever it ends.
 */
export async function startEmbeddedTemporal(options: {
  data: DataFolder;
  namespace: string;
  /** When it was looked for before. */
  binary?: TemporalBinary;
  cliPath?: string | undefined;
  log: Logger;
  tell: (line: string) => void;
}): Promise<EmbeddedTemporal> {
  const { data, namespace, cliPath, log, tell } = options;
  const before = data.read<KeptTemporal>(keptTemporalName);
  if (before?.process) await endProcess(before.process, stopSignals);

  const { path: command, serverVersion } =
    options.binary ?? (await findTemporalFor(data, { cliPath, tell }));
  if (before && before.serverVersion !== serverVersion) {
    tell(`Temporal ${serverVersion} begins a new database; tickets tell it what it has to know.`);
  }
  const port = await freePort(before?.port);
  const uiPort = await freePort(before?.uiPort);
  const address = `127.0.0.1:${port}`;
  const uiUrl = `http://localhost:${uiPort}`;
  const kept: KeptTemporal = { address, uiUrl, port, uiPort, serverVersion };
  data.write(keptTemporalName, kept);

  const child = await superviseChild({
    name: 'Temporal',
    command,
    args: serverArguments({
      port,
      uiPort,
      namespace,
      file: path.join(data.folder('temporal'), `temporal-${serverVersion}.db`),
    }),
    logFile: path.join(data.folder('logs'), 'temporal.log'),
    stopSignals,
    ready: () => answers(address, namespace),
    started: (identity) => data.write(keptTemporalName, { ...kept, process: identity }),
    log,
  });
  return { address, uiUrl, stop: child.stop };
}

/** Finds or fetches the binary; into the data folder where the user's cache is closed. */
export function findTemporalFor(
  data: DataFolder,
  options: Pick<FindOptions, 'cliPath' | 'tell'>,
): Promise<TemporalBinary> {
  return findTemporalBinary({ ...options, otherCacheFolder: path.join(data.path, 'cache') });
}

/** With these a run of three steps takes a third of the time that the defaults take. */
const dynamicConfig = [
  'history.transferProcessorMaxPollRPS=5000',
  'history.timerProcessorMaxPollRPS=5000',
  'history.transferProcessorMaxPollHostRPS=10000',
  'history.timerProcessorMaxPollHostRPS=10000',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // else every timer under a second fires after a second
  'history.timerProcessorMaxTimeShift="1ms"',
];

function serverArguments(options: {
  port: number;
  uiPort: number;
  namespace: string;
  file: string;
}): string[] {
  const { port, uiPort, namespace, file } = options;
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--ui-port', `${uiPort}`],
    ...['--namespace', namespace, '--db-filename', file],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...['--log-format', 'json', '--log-level', 'warn'],
  ];
}

async function answers(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } finally {
    await connection.close();
  }
}
