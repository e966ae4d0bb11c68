import { describe, expect, it, test } from 'vitest';
import { modelOf } from '../../../checker/check/subject.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { abd, models } from '../../../checker/examples/abd.model.ts';
import type { Model } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from '../oracle/oracle.ts';

const explored = (model: Model) =>
  explore(load(model), { keepGoing: true, expected: new Set(Object.keys(model.expect)) });

describe('the quorum register', { timeout: 60_000 }, () => {
  // What Spin finds on `test/bench/abd.pml`, without the step that it counts to the initial state.
  it.each([
    ['w-r', '0', 14_351, 68_274],
    ['w-r', '1', 53_360, 300_513],
    ['w-r', 'unlimited', 130_883, 951_702],
    ['w-qq', '0', 32_249, 151_209],
    ['w-q-q', '0', 151_619, 878_862],
    ['ww-r', '0', 211_531, 1_186_437],
  ])('of clients %s with %s drops has %i states, %i transitions', (scripts, drops, ...counts) => {
    const { complete, states, transitions } = explored(abd({ scripts, drops }));
    expect([complete, states, transitions]).toEqual([true, ...counts]);
  });

  it.each([
    { replicas: 2, scripts: 'w-q', drops: 'unlimited' },
    { replicas: 2, scripts: 'w-r', drops: '1' },
    { replicas: 3, scripts: 'w', drops: 'unlimited' },
  ])('is explored alike by the engine and by the reference: %o', (parameters) => {
    const model = abd(parameters);
    const { states, transitions, depth } = explored(model);
    expect(oracle(load(model))).toMatchObject({ states, transitions, depth });
  });

  test('of readers that store what they return never goes back', () => {
    const found = explored(abd({ scripts: 'w-rq' }));
    expect(found.verdicts.get('Monotone')).toEqual({ verdict: 'holds', run: null });
  });

  test('of readers that do not may go back, which takes nine steps', () => {
    const found = explored(abd({ scripts: 'w-qq' })).verdicts.get('Monotone');
    expect(found).toMatchObject({ verdict: 'violated', run: { length: 9 } });
    const name = 'abd/n3-w-rq';
    const mutant = { file: '', listed: name, name, changed: {}, only: null, mutant: 'quick' };
    const inMutant = explored(modelOf(mutant, models)).verdicts.get('Monotone');
    expect(inMutant).toMatchObject({ verdict: 'violated', run: { length: 9 } });
  });
});
