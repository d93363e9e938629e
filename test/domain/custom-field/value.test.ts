import { fieldsChanged, patchFields, valueOf } from '../../../domain/custom-field/value';

describe('the custom fields of a ticket', () => {
  test('a patch leaves what it does not name, and null empties', () => {
    expect(patchFields({ plan: 'pro', seats: 3 }, { seats: null, vip: true })).toEqual({
      plan: 'pro',
      vip: true,
    });
  });

  test('a change names only what is different, as it was and as it is', () => {
    const fields = { plan: 'pro', areas: ['a', 'b'] };
    expect(fieldsChanged(fields, { plan: 'pro', areas: ['a'], seats: 3, vip: null })).toEqual({
      from: { areas: ['a', 'b'], seats: null },
      to: { areas: ['a'], seats: 3 },
    });
  });

  test('a field may be named like a part of every object', () => {
    expect(valueOf({}, 'constructor')).toBeNull();
    expect(fieldsChanged({}, { constructor: 'Ana' })).toEqual({
      from: { constructor: null },
      to: { constructor: 'Ana' },
    });
    expect(fieldsChanged({}, { constructor: null })).toEqual({ from: {}, to: {} });
  });
});
