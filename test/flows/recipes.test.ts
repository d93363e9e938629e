import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sideEventTypes } from '../../flows/engine/occurrence';
import { canonicalJson } from '../../flows/language/canonical';
import { documentProblems } from '../../flows/language/check-document';
import { placedSteps } from '../../flows/language/steps';
import { writeYaml } from '../../flows/language/write-document';
import { dynamicKinds, dynamicPlaces } from '../../flows/values/value';
import { actionCatalogue, actionManifests } from '../../plugins/actions';
import { callableAmong, documentOf, recipes } from './a-recipe';
import { aField } from './a-seen';

const page = readFileSync(path.join(__dirname, '../../docs/recipes.md'), 'utf8');
const documents = recipes.map(({ yaml }) => documentOf(yaml));
const installation = {
  fields: [
    aField({ slug: 'tracker-issue', type: 'text' }),
    aField({ slug: 'delivery-date', type: 'date' }),
  ],
  callable: callableAmong(documents),
};

test('the page of recipes tells of every recipe', () => {
  const linked = [...page.matchAll(/\]\(recipes\/([\w-]+)\.flow\.yaml\)/g)].map(([, slug]) => slug);
  expect(linked.sort()).toEqual(recipes.map(({ slug }) => slug));
});

test.each(recipes)('the recipe $slug is valid, and the same as JSON', ({ slug, yaml }) => {
  const document = documentOf(yaml);
  const json = JSON.stringify(document);

  expect(document.flow).toBe(slug);
  expect(documentProblems(document, actionCatalogue, installation)).toEqual([]);
  expect(canonicalJson(documentOf(writeYaml(JSON.parse(json))))).toBe(canonicalJson(document));
});

test('the recipes use every kind of step, of beginning and of value, and every action', () => {
  const steps = documents.flatMap((document) => placedSteps(document).map(({ step }) => step));
  const kinds = [
    'use',
    'if',
    'switch',
    'for',
    'wait',
    'parallel',
    'flow',
    'approve',
    'set',
    'stop',
  ];
  const beginnings = documents.flatMap(({ on }) =>
    on.map((trigger) => {
      if (!('event' in trigger)) return Object.keys(trigger)[0]!;
      return (sideEventTypes as readonly string[]).includes(trigger.event)
        ? trigger.event.split('.')[0]!
        : 'event';
    }),
  );
  const values = new Set(dynamicPlaces(documents).map(({ kind }) => kind));
  const uses = steps.flatMap((step) => ('use' in step ? [step.use] : []));

  expect(kinds.filter((kind) => !steps.some((step) => kind in step))).toEqual([]);
  expect(new Set(beginnings)).toEqual(
    new Set(['event', 'mail', 'conversation', 'schedule', 'webhook', 'manual', 'called']),
  );
  expect([...values].sort()).toEqual([...dynamicKinds].sort());
  expect([...new Set(uses)].sort()).toEqual(
    actionManifests.flatMap(({ use, supersededBy }) => (supersededBy ? [] : [use])).sort(),
  );
});
