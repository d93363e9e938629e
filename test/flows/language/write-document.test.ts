import fc from 'fast-check';
import { canonicalJson } from '../../../flows/language/canonical';
import { readText } from '../../../flows/language/read-document';
import { writeYaml } from '../../../flows/language/write-document';
import { anyDocument } from './any-document';

test('every document comes back from its YAML as the same canonical JSON', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const read = readText(writeYaml(document));
      expect(read.ok && canonicalJson(read.value)).toBe(canonicalJson(document));
    }),
    { numRuns: 500 },
  );
});

test('the same content is the same YAML, whatever the order of its keys', () => {
  const document = {
    steps: [{ with: { text: 'x', private: true }, use: 'core.add-note@1', id: 'a' }],
    on: [{ when: { is: 'high', field: 'priority' }, event: 'ticket.created' }],
    title: 'T',
    flow: 'f',
    language: 2,
  };
  expect(writeYaml(document)).toBe(
    `language: 2
flow: f
title: T
on:
  - event: ticket.created
    when:
      field: priority
      is: high
steps:
  - id: a
    use: core.add-note@1
    with:
      private: true
      text: x
`,
  );
});
