import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { parseEnvironment } from '../../config/env';
import type { Database } from '../../db/database';
import { startProduct } from '../../runtime/start-product';
import { aBrowser } from '../../bench/browser';
import { anEmptyDatabase, aTemporalNamespace } from '../support/stack';

export const password = 'a good long password';

/** The whole product with a browser before it. */
export interface Desk {
  url: string;
  browser: Browser;
  db: Database;
  /** A signed-in page of its own, with what it complained about. */
  agentPage(options?: BrowserContextOptions & { as?: string }): Promise<AgentPage>;
  stop(): Promise<void>;
}

export interface AgentPage {
  page: Page;
  /** Errors and warnings in the console, and errors that nothing caught. */
  complaints: string[];
  /** A call of the API as the signed-in agent, by no page's doing. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export const admin = 'nora@desk.example';

/** `environment` is on top of what every desk has. */
export async function aDesk(environment: Record<string, string> = {}): Promise<Desk> {
  const [database, temporal, browser] = await Promise.all([
    anEmptyDatabase(),
    aTemporalNamespace(),
    aBrowser(),
  ]);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-desk-'));
  const product = await startProduct({
    env: parseEnvironment({
      PORT: '0',
      SMTP_PORT: '0',
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      ADMIN_EMAIL: admin,
      ADMIN_PASSWORD: password,
      DEMO_DATA: '0',
      ...environment,
    }),
    log: pino({ level: 'silent' }),
  });
  const url = product.addresses.desk!;

  return {
    url,
    browser,
    db: database.db,
    async agentPage({ as = admin, ...options } = {}) {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      });
      const response = await context.request.post('/api/v1/session', {
        data: { email: as, password },
      });
      if (!response.ok()) throw new Error(`no session for ${as}: ${await response.text()}`);
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      return {
        page,
        complaints: complaintsOf(page),
        async call(method, where, body) {
          const answer = await context.request.fetch(where, {
            method,
            ...(body === undefined ? {} : { data: body }),
          });
          if (!answer.ok()) throw new Error(`${method} ${where}: ${await answer.text()}`);
          return (answer.status() === 204 ? undefined : await answer.json()) as never;
        },
        close: () => context.close(),
      };
    },
    async stop() {
      await browser.close();
      await product.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return complaints;
}

export interface TicketAnswer {
  number: number;
  status: string;
  priority: string;
  version: number;
}

/** A ticket by the API, with what the test cares about. */
export function openTicket(
  agent: Pick<AgentPage, 'call'>,
  fields: Record<string, unknown> = {},
): Promise<TicketAnswer> {
  return agent.call('POST', '/api/v1/tickets', {
    title: 'The printer is on fire',
    description: 'It started this morning.',
    requester: { email: 'ana@brightfoods.example', name: 'Ana Lopez' },
    ...fields,
  });
}
