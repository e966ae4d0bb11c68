import { expect, it } from 'vitest';
import {
  always,
  caughtBy,
  model,
  reparameterised,
  system,
  violated,
} from '../../../checker/index.ts';

it('a model leaves out what is undefined, as a condition in its definition may leave it', () => {
  const holds = always(() => true);
  const mutant = caughtBy('Fine', reparameterised({}));
  const built = model('made/up', {
    system: system({ hosts: [] }),
    properties: { Fine: holds, Odd: undefined },
    expect: { Fine: violated(), Odd: undefined },
    mutants: { bug: mutant, odd: undefined },
  });
  expect(Object.entries(built.properties)).toEqual([['Fine', holds]]);
  expect(Object.entries(built.expect)).toEqual([['Fine', violated()]]);
  expect(Object.entries(built.mutants)).toEqual([['bug', mutant]]);
});
