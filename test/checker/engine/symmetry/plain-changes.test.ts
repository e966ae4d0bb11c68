import { describe, expect, it } from 'vitest';
import { PlainChanges } from '../../../../checker/engine/symmetry/plain-changes.ts';

describe('plain changes', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 6],
    [4, 24],
    [5, 120],
    [6, 720],
  ])(
    'of %i things lead through all %i orders, each once, and then through all again',
    (size, orders) => {
      const things = Array.from({ length: size }, (_, index) => index).toReversed();
      const changes = new PlainChanges(size);
      for (let round = 0; round < 3; round++) {
        const seen = [things.join()];
        for (let at = changes.next(); at !== -1; at = changes.next()) {
          const [one = 0, other = 0] = things.slice(at, at + 2);
          things.splice(at, 2, other, one);
          seen.push(things.join());
        }
        expect(seen).toHaveLength(orders);
        expect(new Set(seen).size).toBe(orders);
      }
    },
  );
});
