import { describe, expect, it } from 'vitest';
import { Interner } from '../../../checker/engine/interner.ts';

describe('an interner', () => {
  it('counts up from 0 and gives the same number to the same text', () => {
    const interner = new Interner<{ readonly name: string }>();
    const numbers = ['a', 'b', 'a', 'c', 'b'].map((name) =>
      interner.number(name, () => ({ name })),
    );
    expect(numbers).toEqual([0, 1, 0, 2, 1]);
    expect(interner.size).toBe(3);
    expect(interner.items()).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  });

  it('makes a thing once', () => {
    const interner = new Interner<object>();
    const first = interner.item(interner.number('a', () => ({})));
    expect(interner.item(interner.number('a', () => ({})))).toBe(first);
  });

  it('knows no number that it never gave', () => {
    expect(() => new Interner<string>().item(0)).toThrow('nothing has the number 0');
  });
});
