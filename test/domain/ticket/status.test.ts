import { canMove, statuses, statusTable } from '../../../domain/ticket/status';
import { aCommand, aTicket, decideNow } from '../../support/builders';

describe('a ticket’s status', () => {
  const moves = statuses.flatMap((from) => statuses.map((to) => ({ from, to })));

  test.each(moves)('$from → $to is decided as the table says', ({ from, to }) => {
    const decision = decideNow(
      aTicket({ status: from }),
      aCommand({ type: 'update', fields: { status: to } }),
    );

    const allowed = from === to || (statusTable[from].next as readonly string[]).includes(to);
    expect(decision.ok).toBe(allowed);
    expect(canMove(from, to)).toBe(allowed);
  });

  test('a closed ticket goes nowhere but back to open', () => {
    expect(statusTable.closed.next).toEqual(['open']);
  });

  test('every other status can be reached from every other, so nothing gets stuck', () => {
    for (const from of statuses.filter((status) => status !== 'closed')) {
      for (const to of ['in_progress', 'resolved', 'closed', 'open'] as const) {
        expect([from, to, canMove(from, to)]).toEqual([from, to, true]);
      }
    }
  });

  test('a refused move names the moves that are allowed', () => {
    const decision = decideNow(
      aTicket({ status: 'closed' }),
      aCommand({ type: 'update', fields: { status: 'waiting' } }),
    );

    expect(decision).toMatchObject({ ok: false, refusal: { code: 'ticket-closed' } });
  });
});
