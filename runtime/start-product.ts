import type { Environment } from '../config/env';
import type { Logger } from '../config/logger';
import { automation, engineClient } from './parts/automation';
import { database } from './parts/database';
import { demoData } from './parts/demo-data';
import { domains } from './parts/domains';
import { firstAdmin, untoldPasswordName } from './parts/first-admin';
import { firstMailbox } from './parts/first-mailbox';
import { httpApi } from './parts/http-api';
import { mailFetching } from './parts/mail-fetching';
import { mailIntake } from './parts/mail-intake';
import { outgoingMail } from './parts/outgoing-mail';
import { ports } from './parts/ports';
import { servers } from './parts/servers';
import type { Addresses, Admin, Part, Product, Stop } from './product';

/** Everything that is started, in this order; stopping goes the other way. */
const parts: readonly Part[] = [
  ports,
  servers,
  database,
  firstAdmin,
  firstMailbox,
  outgoingMail,
  domains,
  automation,
  engineClient,
  mailIntake,
  mailFetching,
  httpApi,
  demoData,
];

export interface RunningProduct {
  addresses: Addresses;
  /** Undefined in a process without the API. */
  admin: Admin | undefined;
  product: Product;
  /** To be called once people have seen the generated password. */
  passwordWasTold(): void;
  /** Takes nothing new, lets what runs end, then stops the servers. Once is enough. */
  stop(): Promise<void>;
}

/**
 * Starts what the role in `env` asks for. When a part cannot be started, those before it are
 * stopped again and its reason is thrown: a `DomainError` where people can do something about it.
 */
export async function startProduct(options: {
  env: Environment;
  log: Logger;
  tell?: (line: string) => void;
}): Promise<RunningProduct> {
  const { env, log, tell = () => undefined } = options;
  const product = {
    env,
    log,
    tell,
    addresses: {},
    mailIsTaken: false,
    mailIsCaught: false,
  } as unknown as Product;
  const stops: { name: string; stop: Stop }[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopInOrder(stops, log));

  for (const part of parts.filter(({ roles }) => roles.includes(env.role))) {
    try {
      const begun = await part.start(product);
      if (begun) stops.push({ name: part.name, stop: begun });
      log.debug({ part: part.name }, 'a part is up');
    } catch (error) {
      await stop();
      throw error;
    }
  }
  return {
    addresses: product.addresses,
    admin: product.admin,
    product,
    passwordWasTold: () => product.data?.forget(untoldPasswordName),
    stop,
  };
}

async function stopInOrder(stops: { name: string; stop: Stop }[], log: Logger): Promise<void> {
  for (const { name, stop } of stops.reverse()) {
    try {
      await stop();
      log.debug({ part: name }, 'a part has stopped');
    } catch (err) {
      log.warn({ part: name, err }, 'a part did not stop well');
    }
  }
}
