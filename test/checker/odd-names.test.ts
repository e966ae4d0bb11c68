/** Systems whose names are members of every object are told apart as well as any others. */

import { describe, expect, test } from 'vitest';
import { audited } from '../../checker/audit/audit.ts';
import { explore } from '../../checker/engine/explore.ts';
import { always, host, model, resident, system } from '../../checker/index.ts';
import { initial } from '../../checker/reference.ts';
import { viewOf } from '../../checker/state/view-of.ts';
import { load } from '../../checker/system/load.ts';
import { decode, encode } from '../../checker/trace/itf.ts';
import { recorded } from '../../checker/trace/recording.ts';
import { verify } from '../../checker/trace/verification.ts';
import { setup } from 'xstate';
import { models, named } from './fixtures/odd-names.model.ts';
import { openWorkshop } from './fixtures/workshop.ts';
import { oddIds, oddNames } from './oracle/odd-names.ts';
import { oracle } from './oracle/oracle.ts';

describe.each(oddNames)('where all is called %j', (name) => {
  test('the engine finds what the oracle does, and as much as where all is called otherwise', () => {
    const found = explore(load(named(name)), { keepGoing: true });
    const { states, transitions, depth, violated } = oracle(load(named(name))) ?? {};
    expect(found).toMatchObject({ states, transitions, depth });
    const plain = explore(load(named('plain')), { keepGoing: true });
    expect(plain).toMatchObject({ states, transitions, depth });
    for (const [property, steps] of violated ?? []) {
      expect(found.verdicts.get(property)).toMatchObject({ verdict: 'violated', steps });
    }
    expect(violated?.size).toBe(3);
  });

  test('traces keep all of it, and are verified', () => {
    const loaded = load(named(name));
    const { verdicts } = explore(loaded, { keepGoing: true });
    const runs = [...verdicts].flatMap(([property, one]) =>
      one.verdict === 'unknown' || one.run === null ? [] : [[property, one.run] as const],
    );
    expect(runs).toHaveLength(5);
    for (const [property, run] of runs) {
      const trace = recorded(loaded, property, run);
      const read = decode(encode(trace), 'odd.itf.json');
      expect(JSON.stringify(read)).toBe(JSON.stringify(decode(encode(read), 'odd.itf.json')));
      expect(verify(loaded, read)).toEqual({ kind: 'verified' });
    }
  });

  test('all ways to explore it agree', () => {
    const bounds = { mostStates: 500, mostNaiveStates: 200 };
    const { variants } = audited(named(name), bounds, {
      onPart: () => undefined,
      onKnown: () => undefined,
    });
    expect(variants.filter(({ kind }) => kind === 'compared').length).toBeGreaterThan(7);
    for (const one of variants) {
      if (one.kind === 'compared') expect(one).toMatchObject({ contradictions: [] });
    }
  });
});

const other = setup({}).createMachine({ id: 'other', initial: 'up', states: { up: {} } });
const idle = model('odd/idle', {
  system: system({ hosts: [host('a', { idle: resident(other) })] }),
  properties: { Up: always((view) => view.each(other).every((one) => one.in('up'))) },
});

test.each(oddIds)('a chart has no state %s unless it says so', (name) => {
  const loaded = load(idle);
  const [one] = viewOf(loaded, initial(loaded).state).each(other);
  expect(() => one?.in(`up.${name}`)).toThrow(`'up.${name}'`);
  expect(() => one?.in(name)).toThrow(`'${name}'`);
});

test('check keeps counterexamples of them that verify takes back', async () => {
  const workshop = openWorkshop();
  try {
    const file = new URL('fixtures/odd-names.model.ts', import.meta.url).pathname;
    workshop.write('m.model.ts', `export { models } from '${file}';`);
    const checked = await workshop.run([
      'check',
      'm.model.ts',
      '--trace-dir',
      'kept',
      '--json',
      'all.json',
    ]);
    expect(checked).toMatchObject({ code: 0, err: '' });
    const told: { readonly models: readonly { readonly model: string }[] } = JSON.parse(
      workshop.read('all.json'),
    );
    expect(told.models.map(({ model }) => model)).toEqual(models.map(({ name }) => name));
  } finally {
    workshop.close();
  }
});
