/** What the examples promise to happen comes with the fairness that they state, and not without. */

import { describe, expect, it } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import { alternatingBit } from '../../../checker/examples/alternating-bit.model.ts';
import { atMostOnce } from '../../../checker/examples/at-most-once.model.ts';
import { diningPhilosophers } from '../../../checker/examples/dining-philosophers.model.ts';
import { lamportMutex } from '../../../checker/examples/lamport-mutex.model.ts';
import { singleCopyRegister } from '../../../checker/examples/single-copy-register.model.ts';
import { tokenRing } from '../../../checker/examples/token-ring.model.ts';
import { weak } from '../../../checker/index.ts';
import type { Fairness, Model } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

/** The length of the shortest violation, its cycle included; null where it holds. */
function violation(model: Model, property: string, fairness: readonly Fairness[]) {
  const loaded = load({ ...model, fairness });
  const verdict = explore(loaded, { keepGoing: true, expected: new Set() }).verdicts.get(property);
  if (verdict?.verdict === 'holds') return null;
  return verdict?.verdict === 'violated' ? verdict.run?.length : verdict;
}

const mutex = lamportMutex({ n: 2, rounds: 2 });
const philosophers = diningPhilosophers({ leftHanded: 1 });

describe.each([
  // One wants to enter, or gets hungry, and that's that; the others may rest from the start.
  { model: tokenRing(), property: 'GetsIn', steps: 1 },
  { model: mutex, property: 'LastEnters', steps: 1 },
  { model: philosophers, property: 'FirstEats', steps: 1 },
  { model: alternatingBit(), property: 'Finishes', steps: 0 },
  { model: atMostOnce(), property: 'Ends', steps: 0 },
  { model: singleCopyRegister(), property: 'Finishes', steps: 0 },
])('$property of $model.name', ({ model, property, steps }) => {
  it('holds under the fairness that is stated', () => {
    expect(violation(model, property, model.fairness)).toBeNull();
  });

  it('does not without any', () => {
    expect(violation(model, property, [])).toBe(steps);
  });
});

it('the alternating bit needs more than an ear that is not deaf all the time', () => {
  // The item arrives and is misheard, the answer to that arrives and is misheard, over and over.
  const fairness = [weak.deliver(), weak.input({ type: 'hear' })];
  expect(violation(alternatingBit(), 'Finishes', fairness)).toBe(4);
});

it('deliveries alone do not end what waits for a lost one', () => {
  expect(violation(atMostOnce(), 'Ends', [weak.deliver()])).not.toBeNull();
});

it.each([
  { model: tokenRing(), property: 'GetsIn' },
  { model: mutex, property: 'LastEnters' },
  { model: philosophers, property: 'FirstEats' },
])('$property of $model.name needs that others leave off again', ({ model, property }) => {
  expect(violation(model, property, [weak.deliver()])).not.toBeNull();
});
