import type { Page } from 'playwright-core';
import type { Bench, BenchContext, Row } from '../bench';
import { aBrowser } from '../browser';
import { openEventStream } from '../event-stream';
import { percentile } from '../measure';
import { pause } from '../pause';
import type { BenchProduct } from '../product';
import { seedDesk } from '../seeded-desk';
import { createByApi } from './commands';

const streams = 200;

/** From an agent's click until it is told to, and seen on, another agent's screen. */
export const changeSeen: Bench = {
  rows: [
    `a change is told to ${streams} open streams, the last of them`,
    `a change is on another agent’s screen, ${streams} streams open`,
  ],
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    await seedDesk(context);
    const open = await Promise.all(Array.from({ length: streams }, () => openEventStream(product)));
    const number = await createByApi(product);
    const told: number[] = [];
    const seen: number[] = [];
    await inBrowser(product, async (page) => {
      await page.goto(`/tickets/${number}`);
      await page.getByRole('button', { name: /^Priority/ }).waitFor();
      for (let index = 0; index < (quick ? 4 : 60); index += 1) {
        const priority = index % 2 === 0 ? 'high' : 'low';
        const shown = page
          .locator(`[data-priority="${priority}"]`)
          .first()
          .waitFor()
          .then(() => performance.now());
        const { version } = await product.api.get<{ version: number }>(`/api/v1/tickets/${number}`);
        const heard = open.map((stream) => stream.told(number, version + 1));
        const asked = performance.now();
        await product.api.patch(`/api/v1/tickets/${number}`, { priority });
        told.push(Math.max(...(await Promise.all(heard))) - asked);
        seen.push((await shown) - asked);
        await pause(50);
      }
    });
    for (const stream of open) stream.close();
    return [
      { name: this.rows[0]!, aim: { p50AtMostMs: 200 }, ...alone(told) },
      { name: this.rows[1]!, aim: { p50AtMostMs: 200 }, ...alone(seen) },
    ];
  },
};

const slowdown = 4;
const rowsToScroll = 10_000;

/** What an agent's browser makes of it; frames are those of a machine without a graphics card. */
export const screens: Bench = {
  rows: [
    `first page: list can be used, CPU slowed ${slowdown} times`,
    `ticket page: composer can be used, CPU slowed ${slowdown} times`,
    'list: a frame while 10,000 rows are scrolled',
  ],
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    await seedDesk(context);
    const number = await createByApi(product);
    const times = quick ? 1 : 7;
    const list = await series(times, () => openSlowly(product, '/', '[data-number]'));
    const ticket = await series(times, () =>
      openSlowly(product, `/tickets/${number}`, '[role="textbox"], textarea'),
    );
    const frames = await scrollList(context);
    const dropped = frames.filter((ms) => ms > 34).length;
    const rows: Row[] = [
      { name: this.rows[0]!, aim: { p50AtMostMs: 2_000 }, ...alone(list) },
      { name: this.rows[1]!, aim: { p50AtMostMs: 2_000 }, ...alone(ticket) },
      {
        name: this.rows[2]!,
        aim: { p50AtMostMs: 17 },
        ...alone(frames),
        note: `${dropped} of ${frames.length} frames took longer than two`,
      },
    ];
    return rows;
  },
};

/** From the navigation until the element can be used and the main thread is free. */
async function openSlowly(product: BenchProduct, path: string, wanted: string): Promise<number> {
  let took = 0;
  await inBrowser(product, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const begin = performance.now();
    await page.goto(path, { waitUntil: 'commit' });
    await page.locator(wanted).first().waitFor();
    await page.evaluate('new Promise((idle) => requestIdleCallback(idle, { timeout: 5_000 }))');
    took = performance.now() - begin;
  });
  return took;
}

/** Milliseconds of each frame while the wheel turns through the whole list. */
async function scrollList({ product, quick }: BenchContext): Promise<number[]> {
  let frames: number[] = [];
  const rows = quick ? 1_500 : rowsToScroll;
  await inBrowser(product, async (page) => {
    await page.goto('/tickets?status=open,in_progress,waiting,resolved,closed');
    await page.locator('[data-number]').first().waitFor();
    await page.evaluate(takeFrames);
    await page.mouse.move(700, 500);
    while ((await page.evaluate<number>(lastRow)) < rows) {
      await page.mouse.wheel(0, wheelTurn);
      await pause(16);
    }
    frames = (await page.evaluate<number[]>('taken')).slice(2);
  });
  return frames;
}

const wheelTurn = 400;

// As text: the compiler's helpers are not there in the browser.
const takeFrames = `
  taken = [];
  let last = performance.now();
  const frame = (now) => {
    taken.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);`;
const lastRow = `Math.max(...[...document.querySelectorAll('[data-number]')].map((row) => row.ariaRowIndex))`;

async function inBrowser(
  { url, admin }: BenchProduct,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const browser = await aBrowser();
  try {
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: 1_440, height: 900 },
    });
    const answer = await context.request.post('/api/v1/session', { data: admin });
    if (!answer.ok()) throw new Error(`no session: ${await answer.text()}`);
    await work(await context.newPage());
  } finally {
    await browser.close();
  }
}

async function series(times: number, work: () => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < times; index += 1) samples.push(await work());
  return samples;
}

/** Figures that have no floor. */
function alone(samples: number[]): Omit<Row, 'name' | 'aim'> {
  return {
    ratio: null,
    p50Ms: percentile(samples, 0.5),
    p95Ms: percentile(samples, 0.95),
    floorP50Ms: null,
  };
}
