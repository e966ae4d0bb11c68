import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import { always, everyStep, leadsTo, model, weak } from '../../../checker/index.ts';
import type { Model } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { encode } from '../../../checker/trace/itf.ts';
import { recorded } from '../../../checker/trace/recording.ts';
import type { Trace } from '../../../checker/trace/trace.ts';
import { contender, mutualExclusion } from '../engine/liveness/protocols.ts';
import { edits, withSwap } from '../fixtures/edited-data.ts';
import { expectEditNoticed } from '../fixtures/edited-traces.ts';
import { register, writer } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';

const base = register({ acks: 1, crashes: 1 });
const parted: Model = {
  ...base,
  name: 'register/parted',
  system: {
    ...base.system,
    partitions: [
      [['c1', 'n1'], ['n2']],
      [['c1'], ['n1', 'n2']],
    ],
    budgets: { ...base.system.budgets, partition: 1, restart: 1 },
  },
  properties: {
    Heals: everyStep((_before, { kind }) => kind !== 'heal'),
    Restarts: everyStep((_before, { kind }) => kind !== 'restart'),
    Sound: always({
      NoneLost: () => true,
      NotReading: (view) => view.each(writer).every((one) => !one.in('reading')),
      Few: (view) => view.inFlight('n2').length < 2,
    }),
  },
  expect: {},
};
const locking = model('lock/two', {
  system: mutualExclusion,
  properties: {
    GetsIn: leadsTo(
      (view) => view.host('c1').at(contender)?.in('waiting') === true,
      (view) => view.host('c1').at(contender)?.in('critical') === true,
    ),
  },
  fairness: [weak.timer(), weak.input(), weak.deliver()],
});

function endless(of: Model, property: string): Trace {
  const loaded = load(of);
  const verdict = explore(loaded, { keepGoing: true }).verdicts.get(property);
  if (verdict?.verdict !== 'violated' || verdict.run === null) throw new Error('it holds');
  return recorded(loaded, property, verdict.run, verdict.loop);
}

const known = [parted, locking].map((one) => ({ file: 'made.model.ts', model: one }));
const traces: readonly Trace[] = [
  ...['Heals', 'Restarts', 'Sound'].map((property) => shortestTrace(parted, property)),
  endless(locking, 'GetsIn'),
];
const picked = fc
  .nat({ max: traces.length - 1 })
  .map((index): unknown => JSON.parse(traces[index] === undefined ? '' : encode(traces[index])));

test('the traces have groupings, faults, conjuncts and a round among them', () => {
  const kinds = traces.flatMap(({ steps }) => steps.map(({ action: { kind } }) => kind));
  expect(kinds).toEqual(expect.arrayContaining(['partition', 'heal', 'crash', 'restart']));
  expect(traces.map(({ failing }) => failing.length)).toEqual([0, 0, 2, 0]);
  expect(traces.map(({ loop }) => loop)).toEqual([null, null, null, 1]);
});

test('every edit of a trace is noticed, or of what may be edited freely', () => {
  fc.assert(
    fc.property(picked, edits, (data, edit) => {
      expectEditNoticed(known, data, edit(data));
    }),
    { numRuns: 400 },
  );
});

test('every swap of two steps of a trace is noticed', () => {
  fc.assert(
    fc.property(picked, fc.nat(), fc.nat(), (data, one, other) => {
      expectEditNoticed(known, data, withSwap(data, one, other));
    }),
  );
});
