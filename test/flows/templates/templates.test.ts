import { templateProblems } from '../../../flows/templates/check-template';
import { renderTemplate } from '../../../flows/templates/template';
import { variablesFor } from '../../../flows/templates/variables';

const values = {
  ticket: {
    number: 1042,
    title: `<b>"Fire" & 'smoke'</b>`,
    priority: 'urgent',
    tags: ['vip', 'bug'],
    createdAt: '2026-11-23T12:00:00.000Z',
  },
  requester: { name: 'Mia', email: 'mia@example.com' },
  assignee: {},
  steps: {
    'a-step': { changed: true, event: null },
    'look-up': {
      found: [
        { number: 7, title: 'One' },
        { number: 8, title: 'Two' },
      ],
    },
  },
};

test.each([
  ['Ticket {{ticket.number}} of {{requester.name}}', 'Ticket 1042 of Mia'],
  ['{{ticket.title}}', `<b>"Fire" & 'smoke'</b>`],
  ['{{upper ticket.priority}} {{lower "ABC"}} {{date ticket.createdAt}}', 'URGENT abc 2026-11-23'],
  ['{{join ticket.tags ", "}}', 'vip, bug'],
  [
    '{{#each ticket.tags}}{{@index}}{{this}}/{{../ticket.number}} {{/each}}',
    '0vip/1042 1bug/1042 ',
  ],
  ['{{#if assignee}}{{assignee.name}}{{else}}nobody{{/if}}', 'nobody'],
  ['{{#unless assignee}}nobody{{/unless}}', 'nobody'],
  ['{{default assignee.name "nobody"}}', 'nobody'],
  ['{{default steps.passed-by.body.number "nothing"}}', 'nothing'],
  ['{{#if steps.passed-by.body}}yes{{else}}no{{/if}}', 'no'],
  ['{{#each ticket.tags}}{{default ../steps.passed-by.name this}} {{/each}}', 'vip bug '],
  ['{{#if (eq ticket.priority "urgent")}}now{{/if}}', 'now'],
  ['{{steps.a-step.changed}}', 'true'],
  ['{{capitalize ticket.priority}} {{truncate ticket.title 6}}', 'Urgent <b>"F…'],
  ['{{truncate ticket.priority 6}} {{decimals ticket.number 2}}', 'urgent 1042.00'],
  ['{{dateTime ticket.createdAt "Europe/Berlin"}}', '2026-11-23 13:00'],
  ['{{ticket.tags.[1]}}', 'bug'],
  ['{{#each steps.look-up.found}}{{this.number}}: {{title}}; {{/each}}', '7: One; 8: Two; '],
  ['{{steps.look-up.found.[0].title}}', 'One'],
  ['no braces', 'no braces'],
])('%s', (source, text) => {
  expect(templateProblems(source, 'text', variables())).toEqual([]);
  expect(renderTemplate(source, 'text', values)).toBe(text);
});

test('in HTML every value is escaped', () => {
  expect(renderTemplate('<p>{{ticket.title}}</p>', 'html', values)).toBe(
    '<p>&lt;b&gt;&quot;Fire&quot; &amp; &#x27;smoke&#x27;&lt;/b&gt;</p>',
  );
});

test.each([
  ['{{assignee.name}}', 'assignee.name'],
  ['{{steps.a-step.event}}', 'steps.a-step.event'],
  ['{{steps.passed-by.body.number}}', 'steps.passed-by.body.number'],
  ['{{upper assignee.name}}', 'no value'],
  ['{{truncate assignee.name 5}}', 'no value'],
  ['{{decimals assignee.name 2}}', 'no value'],
  ['{{decimals ticket.title 2}}', 'decimals needs a number'],
  ['{{dateTime ticket.title "UTC"}}', 'dateTime needs a moment'],
  ['{{#each steps.look-up.found}}{{none}}{{/each}}', 'none'],
  ['{{steps.look-up.found}}', 'a list or a group'],
  ['{{steps.look-up.found.[0]}}', 'a list or a group'],
  ['{{join steps.look-up.found ", "}}', 'a list or a group'],
])('%s is an error, not an empty place', (source, words) => {
  expect(() => renderTemplate(source, 'text', values)).toThrow(words);
});

test('nothing but own values can be reached', () => {
  for (const source of [
    '{{ticket.constructor}}',
    '{{ticket.__proto__}}',
    '{{constructor.constructor}}',
    '{{ticket.tags.constructor}}',
    '{{lookup ticket "constructor"}}',
    '{{#with ticket}}{{constructor}}{{/with}}',
    '{{> (lookup . "x")}}',
    '{{@root.ticket}}',
    '{{../ticket}}',
    '{{#each ticket}}{{@key}}{{/each}}',
  ]) {
    expect([source, templateProblems(source, 'text', variables())]).not.toEqual([source, []]);
  }
});

test.each([
  ['{{ticket.titel}}', 'there is no variable "ticket.titel". Did you mean "ticket.title"?'],
  ['{{uper ticket.title}}', 'there is no helper "uper". Did you mean "upper"?'],
  ['{{ticket}}', '"ticket" has parts: '],
  ['{{ticket.tags}}', '"ticket.tags" is a list; write {{join ticket.tags ", "}}'],
  ['{{#each ticket.title}}{{/each}}', '"ticket.title" is no list'],
  ['{{#each ticket.tags}}{{name}}{{/each}}', 'in {{#each}} write "this" for the item'],
  ['{{#each steps.look-up.found}}{{date}}{{/each}}', '"date" is a helper; write {{this.date}}'],
  ['{{#if ticket.title}}', 'the template cannot be read'],
  ['{{ticket.title', 'the template cannot be read'],
  ['{{join ticket.tags}}', '"join" takes 2 values'],
  ['{{truncate ticket.title 0}}', '"truncate": write how many characters'],
  ['{{decimals ticket.number "x"}}', '"decimals": write how many digits'],
  ['{{dateTime ticket.createdAt "Mars"}}', '"dateTime": there is no time zone "Mars"'],
])('%s is refused when publishing', (source, sentence) => {
  const [problem] = templateProblems(source, 'text', variables());
  expect(problem!.startsWith(sentence)).toBe(true);
});

test('HTML cannot be left unescaped', () => {
  expect(templateProblems('{{{ticket.title}}}', 'html', variables())).toEqual([
    'write {{…}} instead of {{{…}}}: values in HTML are always escaped',
  ]);
});

function variables() {
  const outputs = new Map([
    ['a-step', { changed: 'value', event: 'value' }],
    ['look-up', { found: 'any' }],
    ['passed-by', { body: 'any', name: 'value' }],
  ] as const);
  return variablesFor({ customFields: [], outputs });
}
