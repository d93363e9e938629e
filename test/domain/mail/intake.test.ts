import fc from 'fast-check';
import { authenticationResults } from '../../../domain/mail/authentication';
import { automaticKinds } from '../../../domain/mail/automatic';
import { oldTicketReplies } from '../../../domain/mail/mailbox';
import { floods } from '../../../domain/mail/flood';
import {
  decideIntake,
  intakeRules,
  senderRoles,
  type IntakeFacts,
  type IntakeRule,
} from '../../../domain/mail/intake';

const threads = ['none', 'open', 'resolved', 'closed'] as const;
const cases: IntakeFacts[] = senderRoles.flatMap((sender) =>
  automaticKinds.flatMap((automatic) =>
    threads.flatMap((thread) =>
      floods.flatMap((flood) =>
        oldTicketReplies.flatMap((oldReply) =>
          authenticationResults.map((authentication) => ({
            sender,
            automatic,
            thread,
            flood,
            oldReply,
            authentication,
          })),
        ),
      ),
    ),
  ),
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
  expect(
    decideIntake({ flood: 'no', oldReply: 'follow_up', authentication: 'none', ...facts }).then,
  ).toBe(action);
});

test('whatever a flood brings waits in quarantine, but for reports, our own mail and blocked senders', () => {
  for (const flood of floods.slice(1)) {
    const actions = new Set(where({ flood }).map((facts) => decideIntake(facts).then));
    expect(actions).toEqual(new Set(['quarantine', 'record-bounce', 'ignore', 'block']));
    for (const facts of where({ flood, sender: 'requester', automatic: 'no' })) {
      expect(decideIntake(facts).then).toBe('quarantine');
    }
  }
});

test('an old ticket goes on as its mailbox wishes; a machine never opens one nor begins a follow-up', () => {
  const person = {
    sender: 'requester',
    automatic: 'no',
    flood: 'no',
    authentication: 'pass',
  } as const;
  const decided = (thread: 'resolved' | 'closed', oldReply: 'reopen' | 'follow_up') =>
    decideIntake({ ...person, thread, oldReply }).then;
  expect(decided('resolved', 'reopen')).toBe('append-reply');
  expect(decided('resolved', 'follow_up')).toBe('create-follow-up');
  expect(decided('closed', 'reopen')).toBe('reopen');
  expect(decided('closed', 'follow_up')).toBe('create-follow-up');
  for (const facts of cases.filter(({ automatic }) => automatic !== 'no')) {
    expect(['reopen', 'create-follow-up']).not.toContain(decideIntake(facts).then);
  }
});

test('what fails DMARC never joins or begins anything, whoever it names', () => {
  for (const facts of where({ authentication: 'fail' })) {
    expect(['quarantine', 'record-bounce', 'ignore', 'block']).toContain(decideIntake(facts).then);
  }
});

test('the decision depends on nothing but its facts', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cases), (facts) => {
      expect(decideIntake({ ...facts })).toBe(decideIntake(facts));
    }),
  );
});
