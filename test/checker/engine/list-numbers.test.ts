import { describe, expect, it } from 'vitest';
import { Layout } from '../../../checker/engine/layout.ts';
import { ListNumbers } from '../../../checker/engine/list-numbers.ts';
import { Part, RowSight, undivided, Whole } from '../../../checker/engine/part.ts';
import { failEachAllocation } from './failing-allocations.ts';

describe('lists of numbers', () => {
  it('are numbered one after the other, also where memory ends on the way', () => {
    const failed = failEachAllocation((tried) => {
      const lists = new ListNumbers(2);
      let next = 0;
      for (let value = 0; value < 3000; value++) {
        const isNumbered = tried(() => {
          const before = lists.number(0, 0, value >> 6);
          expect(lists.number(1, before, value)).toBe(next);
        });
        if (isNumbered) next++;
        expect(lists.size).toBe(next);
      }
      expect(next).toBeGreaterThanOrEqual(2999);
    });
    expect(failed).toBeGreaterThan(4);
  });
});

describe('several lists that are seen as one', () => {
  it('are shown as they are, also after memory has ended on the way', () => {
    const failed = failEachAllocation((tried) => {
      const parts = [0, 1, 2].map((column) => {
        const show = (number: number) => [`${column}: ${number}`];
        return new Part(undivided(column), (number) => ({
          key: String(number),
          show: () => show(number),
        }));
      });
      const layout = new Layout([64, 64, 1024]);
      for (const part of parts) part.relayout(layout);
      const whole = new Whole(parts);
      const sight = new RowSight();
      for (let state = 0; state < 600; state++) {
        const row = Int32Array.of(state & 3, (state >> 2) & 31, (state * 7) % 1000);
        sight.look(layout.packed(row), 0);
        let seen: readonly string[] = [];
        if (!tried(() => void (seen = whole.seen(whole.value(sight))))) continue;
        expect(seen).toEqual(Array.from(row, (number, column) => `${column}: ${number}`));
      }
    });
    expect(failed).toBeGreaterThan(4);
  });
});
