import fc from 'fast-check';
import { automaticKinds } from '../../../domain/mail/automatic';
import {
  decideIntake,
  intakeRules,
  senderRoles,
  type IntakeFacts,
  type IntakeRule,
} from '../../../domain/mail/intake';

const threads = ['none', 'open', 'closed'] as const;
const cases: IntakeFacts[] = senderRoles.flatMap((sender) =>
  automaticKinds.flatMap((automatic) => threads.map((thread) => ({ sender, automatic, thread }))),
);
const where = (wanted: Partial<IntakeFacts>) =>
  cases.filter((facts) =>
    Object.entries(wanted).every(([field, value]) => facts[field as keyof IntakeFacts] === value),
  );

test('every case is decided, and every rule decides some case', () => {
  const used = new Set(cases.map((facts) => decideIntake(facts)));

  expect(used).toEqual(new Set<IntakeRule>(intakeRules));
});

test.each([...intakeRules])('$then: $reason', (rule: IntakeRule) => {
  expect(rule.reason).toMatch(/^[A-Z].*\.$/);
  const decided = cases.filter((facts) => decideIntake(facts) === rule);
  for (const facts of decided) {
    for (const [field, values] of Object.entries(rule.when)) {
      expect(values).toContain(facts[field as keyof IntakeFacts]);
    }
  }
});

test('a stranger never joins a thread', () => {
  for (const facts of where({ sender: 'stranger' })) {
    expect(['append-reply', 'append-note', 'create-follow-up']).not.toContain(
      decideIntake(facts).then,
    );
  }
});

test('nothing that a third party writes becomes the customer’s', () => {
  for (const facts of where({ sender: 'third-party' })) {
    expect(['append-reply', 'create-follow-up']).not.toContain(decideIntake(facts).then);
  }
});

test('our own mail never does anything', () => {
  for (const facts of where({ sender: 'ourselves' }))
    expect(decideIntake(facts).then).toBe('ignore');
});

test('only a person makes a follow-up of a closed ticket', () => {
  for (const facts of cases.filter((facts) => decideIntake(facts).then === 'create-follow-up')) {
    expect(facts.automatic).toBe('no');
  }
});

test('a bounce never becomes a ticket', () => {
  for (const facts of where({ automatic: 'bounce' })) {
    expect(['ignore', 'record-bounce']).toContain(decideIntake(facts).then);
  }
});

test.each([
  [{ sender: 'requester', automatic: 'no', thread: 'open' }, 'append-reply'],
  [{ sender: 'on-thread', automatic: 'no', thread: 'open' }, 'append-reply'],
  [{ sender: 'requester', automatic: 'auto-reply', thread: 'open' }, 'append-reply'],
  [{ sender: 'requester', automatic: 'no', thread: 'closed' }, 'create-follow-up'],
  [{ sender: 'requester', automatic: 'auto-reply', thread: 'closed' }, 'ignore'],
  [{ sender: 'stranger', automatic: 'no', thread: 'open' }, 'quarantine'],
  [{ sender: 'stranger', automatic: 'no', thread: 'none' }, 'create-ticket'],
  [{ sender: 'stranger', automatic: 'bulk', thread: 'none' }, 'create-ticket'],
  [{ sender: 'stranger', automatic: 'auto-reply', thread: 'none' }, 'ignore'],
  [{ sender: 'agent', automatic: 'no', thread: 'open' }, 'append-note'],
  [{ sender: 'agent', automatic: 'no', thread: 'none' }, 'create-ticket'],
  [{ sender: 'third-party', automatic: 'no', thread: 'open' }, 'append-note'],
  [{ sender: 'third-party', automatic: 'auto-reply', thread: 'open' }, 'ignore'],
  [{ sender: 'third-party', automatic: 'no', thread: 'closed' }, 'quarantine'],
  [{ sender: 'third-party', automatic: 'bounce', thread: 'open' }, 'record-bounce'],
  [{ sender: 'stranger', automatic: 'bounce', thread: 'open' }, 'record-bounce'],
] as const)('%j → %s', (facts, action) => {
  expect(decideIntake(facts).then).toBe(action);
});

test('the decision depends on nothing but its facts', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cases), (facts) => {
      expect(decideIntake({ ...facts })).toBe(decideIntake(facts));
    }),
  );
});
