import axe, { type AxeResults, type ElementContext, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What is wrong on the page as it is drawn now, by all rules of axe, or by those of `runOnly` (tags
 * or names). A page is given axe once and reports only what is wrong: loading it each time and
 * telling what is right were more than half of the work.
 */
export async function violationsOf(
  page: Page,
  { include, runOnly }: { include?: string[]; runOnly?: string[] } = {},
): Promise<AxeResults['violations']> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const context: ElementContext = {
    ...(include ? { include } : {}),
    // A customer's mail is theirs, and its frame runs no scripts, ours neither.
    exclude: ['iframe'],
  };
  const options: RunOptions = {
    ...(runOnly ? { runOnly } : {}),
    resultTypes: ['violations'],
    iframes: false,
    preload: false,
  };
  return page.evaluate(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)}).then((r) => r.violations)`,
  );
}
