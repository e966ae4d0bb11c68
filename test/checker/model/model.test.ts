import { expect, it } from 'vitest';
import { always, host, model, system, violated } from '../../../checker/index.ts';

it('a model leaves out what is undefined, as a condition in its definition may leave it', () => {
  const holds = always(() => true);
  const built = model('made/up', {
    system: system({ hosts: [host('n1', {})] }),
    properties: { Fine: holds },
    expect: { Fine: violated(), Odd: undefined },
  });
  expect(Object.entries(built.properties)).toEqual([['Fine', holds]]);
  expect(Object.entries(built.expect)).toEqual([['Fine', violated()]]);
});
