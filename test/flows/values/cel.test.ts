import fc from 'fast-check';
import { variablesFor } from '../../../flows/templates/variables';
import { TemplateError } from '../../../flows/templates/template-error';
import { celProblems, evaluateCel } from '../../../flows/values/cel';
import { Budget, mostWork, TooMuchWork } from '../../../flows/values/cel/budget';
import { celFunctions } from '../../../flows/values/cel/functions';
import { evaluateNode } from '../../../flows/values/cel/evaluate';
import { parseCel } from '../../../flows/values/cel/parse';
import { Pattern } from '../../../flows/values/cel/pattern';

const values = {
  ticket: {
    title: 'Refund for order #12',
    tags: ['vip', 'bug'],
    createdAt: '2026-11-23T12:00:00.000Z',
    fields: { amount: 9.5, city: null },
  },
  assignee: {},
  vars: { count: 2 },
  steps: { 'first-answer': { outcome: 'timeout' } },
  now: '2026-11-30T11:05:09.000Z',
};

test.each([
  // Numbers are those of JSON.
  ['vars.count + 1', 3],
  ['1 == 1.0 && vars.count == 2.0', true],
  ['vars.count * ticket.fields.amount', 19],
  ['5 / 2', 2.5],
  ['-vars.count % 2 == 0', true],
  ['int(7.9) + int("7") + round(7.5)', 22],
  ['min(3, vars.count) + max([1, 5])', 7],
  // Texts.
  ['ticket.title.contains("order") && ticket.title.startsWith("Refund")', true],
  ['upper("a") + lower("B") + trim(" c ")', 'Abc'],
  ['"a-b-c".replace("-", "+").split("+").join("/")', 'a/b/c'],
  ['"grüße".substring(0, 3) + string(vars.count)', 'grü2'],
  ['size("grüße") + size(ticket.tags) + size({"a": 1})', 8],
  ['ticket.title.matches("(?i)ORDER #\\\\d+$")', true],
  // Lists and groups.
  ['"vip" in ticket.tags && !("x" in ticket.tags) && "count" in vars', true],
  ['ticket.tags.exists(tag, tag == "bug")', true],
  ['ticket.tags.all(tag, size(tag) == 3)', true],
  ['ticket.tags.exists_one(tag, tag.startsWith("v"))', true],
  ['ticket.tags.filter(tag, tag != "bug") + ["new"]', ['vip', 'new']],
  ['[1, 2, 3].map(n, n > 1, n * 10)', [20, 30]],
  ['{"a": [1, {"b": 2}]} == {"a": [1, {"b": 2}]}', true],
  ['ticket.tags[1] + steps["first-answer"].outcome', 'bugtimeout'],
  // What has no value.
  ['has(assignee.name) ? assignee.name : "nobody"', 'nobody'],
  ['has(ticket.fields.city) || has(assignee.email)', false],
  ['ticket.fields.city == null', true],
  ['assignee.name == "Mia" || vars.count > 1', true],
  ['ticket.tags.exists(tag, tag == "bug" || assignee.name == "Mia")', true],
  // Time.
  ['timestamp(now) - timestamp(ticket.createdAt) > duration("6d")', true],
  ['timestamp(now) + duration("1h30m")', '2026-11-30T12:35:09.000Z'],
  ['timestamp(now) - timestamp(ticket.createdAt)', '601509s'],
  ['(timestamp(now) - timestamp(ticket.createdAt)).getHours()', 167],
  ['timestamp(now).getHours("Europe/Berlin")', 12],
  ['timestamp(now).getDayOfWeek() == 1 && timestamp(now).getMonth() == 10', true],
])('%s', (source, expected) => {
  const variables = variablesFor({
    customFields: [
      { slug: 'amount', type: 'number' },
      { slug: 'city', type: 'text' },
    ],
    vars: ['count'],
    outputs: new Map([['first-answer', ['outcome']]]),
  });

  expect(celProblems(source, variables)).toEqual([]);
  expect(evaluateCel(source, values)).toEqual(expected);
});

test.each([
  ['ticket.titel', 'there is no variable "ticket.titel". Did you mean "ticket.title"?'],
  ['ticket.title.x', 'there is no variable "ticket.title.x".'],
  ['vars.cuont', 'there is no variable "vars.cuont". Did you mean "vars.count"?'],
  ['has(ticket.tilte)', 'there is no variable "ticket.tilte". Did you mean "ticket.title"?'],
  ['ticket.tags.exists(tag, tga == "x")', 'there is no variable "tga".'],
  ['steps.first-answer.outcome', 'write steps["first-answer"]: a name with a hyphen'],
  ['sise(ticket.tags)', 'there is no function "sise". Did you mean "size"?'],
  ['size()', 'write size as in size(ticket.tags)'],
  ['1 +', 'the expression cannot be read, line 1, column 4: '],
  ['"a" + 1', '+ does not go with a text and a number; write string(…)'],
  ['duration("3x")', '"3x" is no length of time as in 3d or 1h30m'],
  ['timestamp("soon")', '"soon" is no moment as in 2026-11-23T12:00:00Z'],
  ['ticket.title.matches("(a")', 'the pattern lacks a )'],
  ['ticket.title.matches("(?=a)")', 'of (?…) the pattern can only have (?:…)'],
  ['ticket.title.matches("(a)\\\\1")', 'the pattern cannot have \\1'],
  ['b"abc"', 'bytes (b"…") cannot be used'],
  ['has(ticket)', 'has() takes the part of something'],
  ['9007199254740993', 'the number 9007199254740993 is too large'],
  ['cel.bind(x, 1, x)', 'there is no function "bind".'],
  [`"${'a'.repeat(2_000)}"`, 'an expression has at most 2000 characters'],
  ['('.repeat(200) + '1' + ')'.repeat(200), 'the expression cannot be read'],
])('%s is refused when publishing', (source, sentence) => {
  const variables = variablesFor({
    customFields: [],
    vars: ['count'],
    outputs: new Map([['first-answer', ['outcome']]]),
  });

  const [problem] = celProblems(source, variables);

  expect(problem).toContain(sentence);
});

test.each([
  ['assignee.name', '"assignee.name" has no value; ask has(assignee.name) before'],
  ['steps["first-answer"].event', 'ask has(steps["first-answer"].event) before'],
  ['ticket.tags[7]', 'has no value'],
  ['ticket.fields.city + "x"', '+ does not go with nothing and a text'],
  ['ticket.title > 1', '> does not go with a text and a number'],
  ['vars.count / 0', 'nothing can be divided by 0'],
  ['vars.count ? 1 : 2', '? needs true or false, not a number'],
  ['timestamp(now).getHours("Mars/Crater")', 'there is no time zone "Mars/Crater"'],
  ['assignee.name == "Mia" || vars.count > 5', '"assignee.name" has no value'],
])('%s fails the step', (source, sentence) => {
  expect(() => evaluateCel(source, values)).toThrow(TemplateError);
  expect(() => evaluateCel(source, values)).toThrow(sentence);
});

describe('an expression ends soon, whatever it says', () => {
  const large = {
    list: Array.from({ length: 1_000 }, (_, index) => index),
    text: 'a'.repeat(30_000),
    other: `${'a'.repeat(29_999)}b`,
    now: values.now,
  };
  const nested = `[[1]]${'.map(a, [a, a])'.repeat(20)}`;

  test.each([
    ['loops in loops', 'list.all(a, list.all(b, list.all(c, a + b + c >= 0)))'],
    ['long texts compared', 'list.all(a, list.all(b, text != other))'],
    ['a list of lists', 'list.map(a, list)'],
    ['a text many times', 'list.map(a, list.map(b, text))'],
    ['a text doubled', `["x"]${'.map(a, a + a)'.repeat(20)}`],
    ['a list doubled', `[[1]]${'.map(a, a + a)'.repeat(20)}`],
    ['a list of itself', nested],
    ['and compared', `${nested} == ${nested}`],
    ['a text in pieces', 'text.split("").map(a, text)'],
    ['a text in place of each letter', 'text.replace("a", text)'],
    ['a long list joined', 'list.map(a, text).join(text)'],
    ['many time zones', 'list.map(a, timestamp(now).getHours("Europe/Berlin"))'],
    ['many searches', 'list.all(a, text.contains(other) || true)'],
    ['a pattern of many parts', `text.matches("${'a?'.repeat(200)}${'a'.repeat(200)}b")`],
    ['a large pattern', 'text.matches("(((((a{100}){100}){100}){100}){100}){100}")'],
    ['a large pattern of nothing', 'text.matches("(((((){100}){100}){100}){100}){100}")'],
    ['many patterns', 'list.all(a, text.matches("(a*)*(a*)*(a*)*c") || true)'],
  ])('%s', (_, source) => {
    expect(() => evaluateCel(source, large)).toThrow(/does too much|too long|too large/);
  });

  test('no part of it passes over that', () => {
    const endless = 'list.all(a, list.all(b, list.all(c, a + b + c >= 0)))';

    expect(() => evaluateCel(`${endless} || true`, large)).toThrow(TooMuchWork);
    expect(() => evaluateCel(`[1].exists(x, ${endless})`, large)).toThrow(TooMuchWork);
  });

  test('values that are nested without end fail it', () => {
    const deep = Array.from({ length: 50_000 }).reduce<unknown>((inner) => [inner], []);

    expect(() => evaluateCel('deep', { deep })).toThrow(TemplateError);
    expect(() => evaluateCel('deep == other', { deep, other: [deep] })).toThrow(TemplateError);
  });

  test('a common one costs next to nothing', () => {
    const budget = new Budget();
    const source =
      'ticket.tags.exists(t, t == "vip") && timestamp(now) > timestamp(ticket.createdAt)';

    expect(evaluateNode(parseCel(source), values, budget)).toBe(true);
    expect(budget.spent).toBeLessThan(mostWork / 1_000);
  });

  test('any expression comes to JSON or fails as a template does', () => {
    fc.assert(
      fc.property(anExpression, (source) => {
        let found: unknown;
        try {
          found = evaluateCel(source, { ...values, ...large });
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
          return;
        }
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  const calls = Object.entries(celFunctions).map(([name, { takes }]) => ({ name, ...takes }));
  const anExpression = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        ...['1', '2.5', '"a"', 'true', 'null', 'list', 'text', 'ticket', 'x', 'now', '__proto__'],
        ...['ticket.tags', 'constructor', 'ticket.constructor', '[]["constructor"]', '"3d"'],
      ),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '==', '<', 'in', '&&', '||'),
          tie('expression'),
        )
        .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('map', 'filter', 'all', 'exists'),
          tie('expression'),
        )
        .map(([list, kind, body]) => `${list}.${kind}(x, ${body})`),
      fc
        .tuple(
          fc.constantFrom(...calls),
          fc.array(tie('expression'), { minLength: 3, maxLength: 3 }),
        )
        .map(([{ name, least }, given]) => `${name}(${given.slice(0, least).join(', ')})`),
      fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    ),
  })).expression;
});

describe('patterns', () => {
  test('find what JavaScript finds', () => {
    fc.assert(
      fc.property(aPattern, aText, (pattern, text) => {
        const expected = new RegExp(pattern).test(text);
        expect([pattern, text, new Pattern(pattern, new Budget()).isIn(text)]).toEqual([
          pattern,
          text,
          expected,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['^\\d{2,3}$', ['12', '123'], ['1', '1234', 'x12']],
    ['[^a-c]+', ['xyz', 'ax'], ['abc', '']],
    ['\\bvip\\b', ['a vip!', 'vip'], ['vips']],
    ['(?i)straße [A-C]', ['Straße b', 'STRAßE C'], ['strasse b', 'straße d']],
    ['(?:ab|cd)+e?$', ['abcd', 'cde'], ['a']],
    ['a.c', ['abc', 'a😀c'], ['a\nc']],
    ['[\\]\\-x]', [']', '-', 'x'], ['y']],
  ])('%s', (pattern, inside, outside) => {
    for (const text of inside) {
      expect([text, new Pattern(pattern, new Budget()).isIn(text)]).toEqual([text, true]);
    }
    for (const text of outside) {
      expect([text, new Pattern(pattern, new Budget()).isIn(text)]).toEqual([text, false]);
    }
  });

  test.each(['(a+)+b', '(a|a)*b', 'a*a*a*b', '(a?){20}b', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'the work for %s grows with the text and no faster',
    (pattern) => {
      const workFor = (length: number): number => {
        const budget = new Budget();
        new Pattern(pattern, budget).isIn('a'.repeat(length));
        return budget.spent;
      };

      expect(workFor(4_000) / workFor(2_000)).toBeLessThan(2.1);
    },
  );

  const aText = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n'), maxLength: 12 });
  const aPattern = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        'a',
        'b',
        '.',
        '[ab]',
        '[^a]',
        '[a-c1]',
        '\\d',
        '\\W',
        '\\s',
        '^',
        '$',
        '\\b',
        '',
      ),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?', '+?'))
        .map(([a, times]) => `(?:${a})${times}`),
    ),
  })).pattern;
});
