import { readdirSync } from 'node:fs';
import path from 'node:path';
import { de } from '../../admin-ui/src/messages/de';
import { en } from '../../admin-ui/src/messages/en';
import { later } from '../../admin-ui/src/messages/en/later';

const folder = path.join(__dirname, '..', '..', 'admin-ui', 'src', 'messages');

describe('the German catalogue', () => {
  const english = texts({ ...en, ...later });
  const german = texts(de);

  test('has the same files', () => {
    const files = (language: string): string[] =>
      readdirSync(path.join(folder, language)).filter((file) => file.endsWith('.json'));
    expect(files('de')).toEqual(files('en'));
  });

  test('says everything that the English one says, and nothing else', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('leaves no text empty', () => {
    expect([...german].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('has the same places for values', () => {
    const differ = [...english].filter(
      ([key, text]) => String(places(text)) !== String(places(german.get(key) ?? '')),
    );
    expect(differ.map(([key]) => key)).toEqual([]);
  });
});

/** Every text by its path, "report.days.7". */
function texts(node: object, path = ''): Map<string, string> {
  const list = Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? [...texts(value, `${path}${key}.`)]
      : [[`${path}${key}`, String(value)] as const],
  );
  return new Map(list);
}

/** What stands in braces or is markup: "{{name}}", "<b>". */
function places(text: string): string[] {
  return (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).sort();
}
