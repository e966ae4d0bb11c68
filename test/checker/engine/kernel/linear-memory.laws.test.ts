import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { control, controlLength } from '../../../../checker/engine/kernel/fields.ts';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';

const near = 1 << 30;
const mebibyte = 1 << 20;
/** What every piece of whole mebibytes takes beyond its length, see `LinearMemory`. */
const slack = 64;
/** Where the first piece begins. */
const begin = control + controlLength * 4;

interface Piece {
  readonly address: number;
  readonly length: number;
}

/** The longest stretch of the near part without a piece. */
function longestGap(pieces: readonly Piece[]): number {
  let end = begin;
  let longest = 0;
  for (const { address, length } of pieces.toSorted((one, other) => one.address - other.address)) {
    longest = Math.max(longest, address - end);
    end = address + length + slack;
  }
  return Math.max(longest, near - end);
}

const memory = new LinearMemory();

/** Reserves a piece, or gives back the one with a number. */
const steps = fc.array(
  fc.oneof(
    fc.record({ mebibytes: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ released: fc.nat(20) }),
  ),
  { minLength: 10, maxLength: 80, size: 'max' },
);

describe('a linear memory', () => {
  it('hands out pieces that have nothing in common, as long as there is a gap for them', () => {
    let joined = 0;
    fc.assert(
      fc.property(steps, (all) => {
        memory.reset();
        const pieces: Piece[] = [];
        let total = 0;
        for (const step of all) {
          if ('released' in step) {
            const [piece] = pieces.splice(step.released, 1);
            if (piece !== undefined) memory.release(piece.address, piece.length);
            continue;
          }
          const length = step.mebibytes * mebibyte;
          if (longestGap(pieces) < length + slack) {
            expect(() => memory.reserveRaw(length)).toThrow('allocation failed');
            continue;
          }
          const address = memory.reserveRaw(length);
          for (const piece of pieces) {
            expect(
              address + length <= piece.address || piece.address + piece.length <= address,
            ).toBe(true);
          }
          expect(address + length).toBeLessThanOrEqual(near);
          pieces.push({ address, length });
          total += length;
          if (total > near) joined++;
        }
      }),
    );
    expect(joined).toBeGreaterThan(10);
  });
});
