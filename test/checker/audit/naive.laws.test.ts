import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { naiveAnswer } from '../../../checker/audit/naive.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from '../oracle/oracle.ts';
import { randomModel } from '../oracle/random-system.ts';

const cap = 60;

it('the naive explorer says of random systems what the oracle of the tests says', () => {
  let explored = 0;
  fc.assert(
    fc.property(randomModel, (model) => {
      const loaded = load(model);
      try {
        const known = oracle(loaded, cap);
        const said = naiveAnswer(loaded, cap);
        if (known === null || said === null) return;
        explored++;
        const { states, transitions, depth } = known;
        expect(said).toMatchObject({ states, transitions, depth, seen: known.taken });
        for (const [name, { verdict, steps }] of said.properties) {
          if (model.properties[name]?.kind === 'sometimes') {
            expect(verdict === 'holds').toBe(known.witnessed.has(name));
          } else expect(steps).toBe(known.violated.get(name) ?? null);
        }
      } catch (cause) {
        if (!(cause instanceof BrokenModel)) throw cause;
      }
    }),
    { numRuns: 60 },
  );
  expect(explored).toBeGreaterThan(0);
}, 60_000);
