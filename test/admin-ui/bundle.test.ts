import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.join(__dirname, '..', '..', 'admin-ui', 'dist');

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  dynamicImports?: string[];
}

const manifest = JSON.parse(
  readFileSync(path.join(dist, '.vite', 'manifest.json'), 'utf8'),
) as Record<string, Chunk>;

const ticketPage = 'src/features/tickets/page/ticket-page.tsx';

/** Kilobytes (1,000 bytes) that a page makes the browser load, compressed, fonts aside. */
describe('what the browser loads', () => {
  test('the first page of an agent stays below 290 KB', () => {
    expect(kilobytesOf('index.html')).toBeLessThan(290);
  });

  test('the page of a ticket, with its composer, stays below 350 KB in all', () => {
    expect(kilobytesOf(ticketPage)).toBeLessThan(350);
  });

  test('no other page that is loaded later adds more than 40 KB', () => {
    const settings = 'src/features/settings/settings-pages.tsx';
    const later = ['index.html', settings].flatMap((name) => manifest[name]!.dynamicImports ?? []);

    expect(later.length).toBeGreaterThan(3);
    for (const page of later.filter((one) => one !== ticketPage)) {
      expect([page, kilobytesOf(page) - kilobytesOf('index.html') < 40]).toEqual([page, true]);
    }
  });

  test('the pages of customers load nothing of the agents’ application', () => {
    const files = new Set<string>();
    collect(['customer.html'], files);

    expect(files).not.toContain(manifest['index.html']!.file);
    expect(kilobytes(files)).toBeLessThan(100);
  });

  test('no script and no style stands in the page itself, so that a strict policy holds', () => {
    for (const name of ['index.html', 'customer.html']) {
      const page = readFileSync(path.join(dist, name), 'utf8');
      expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
      expect(page).not.toMatch(/<style|\son\w+=/);
    }
  });
});

function kilobytesOf(entry: string): number {
  const files = new Set<string>();
  collect(entry === 'index.html' ? [entry] : ['index.html', entry], files);
  return kilobytes(files);
}

function kilobytes(files: Set<string>): number {
  const bytes = [...files].map((file) => gzipSync(readFileSync(path.join(dist, file))).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1_000;
}

function collect(names: string[], files: Set<string>): void {
  for (const name of names) {
    const { file, css = [], imports = [] } = manifest[name]!;
    if (files.has(file)) continue;
    for (const one of [file, ...css]) files.add(one);
    collect(imports, files);
  }
}
