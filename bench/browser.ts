import chromium from '@sparticuz/chromium';
import { chromium as driver, type Browser } from 'playwright-core';

/**
 * A headless browser that comes from npm alone. With some of the package's own arguments closing a
 * page kills or hangs it, and another one switches off what content security policies mean.
 */
const harmful = ['--single-process', '--no-zygote', '--disable-web-security'];

// With it every frame is drawn by a graphics card that is made of software: a third of all work.
chromium.setGraphicsMode = false;

export async function aBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !harmful.some((one) => argument.startsWith(one))),
      '--disable-gpu',
    ],
    headless: true,
  });
}
