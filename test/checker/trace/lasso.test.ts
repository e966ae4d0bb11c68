import { describe, expect, test } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  leadsTo,
  model,
  never,
  strong,
  terminates,
  weak,
} from '../../../checker/index.ts';
import type { Fairness, Model, Property, View } from '../../../checker/index.ts';
import { mermaid } from '../../../checker/report/mermaid.ts';
import { palette } from '../../../checker/report/palette.ts';
import { traceLines } from '../../../checker/report/violation.ts';
import { load } from '../../../checker/system/load.ts';
import { decode, encode } from '../../../checker/trace/itf.ts';
import { putOff } from '../../../checker/trace/put-off.ts';
import { recorded } from '../../../checker/trace/recording.ts';
import type { Trace } from '../../../checker/trace/trace.ts';
import { verify } from '../../../checker/trace/verification.ts';
import { contender, mutualExclusion, station, tokenRing } from '../engine/liveness/protocols.ts';

const c1 = (view: View, state: string): boolean =>
  view.host('c1').at(contender)?.in(state) === true;
const getsIn = leadsTo(
  (view) => c1(view, 'waiting'),
  (view) => c1(view, 'critical'),
);
const allWeak = [weak.timer(), weak.input(), weak.deliver()];

function locking(property: Property, fairness: readonly Fairness[] = allWeak): Model {
  return model('lock/two', { system: mutualExclusion, properties: { P: property }, fairness });
}

function lassoOf(of: Model): Trace {
  const loaded = load(of);
  const verdict = explore(loaded, { keepGoing: true }).verdicts.get('P');
  if (verdict?.verdict !== 'violated' || verdict.run === null) throw new Error('P holds');
  return recorded(loaded, 'P', verdict.run, verdict.loop);
}

const starving = lassoOf(locking(getsIn));
const standing = lassoOf(
  model('ring/one', {
    system: tokenRing,
    properties: {
      P: alwaysEventually((view) => view.host('n1').at(station)?.in('holding') === true),
    },
    fairness: [weak.timer({ host: 'n1' }), weak.deliver()],
  }),
);

const whyNot = (of: Model, trace: Trace): string => {
  const answer = verify(load(of), trace);
  return answer.kind === 'verified' ? 'verified' : answer.why;
};

describe('a run without end', () => {
  test('is kept in its file, with the state at which its round begins', () => {
    expect(JSON.parse(encode(starving))).toMatchObject({ loop: 1 });
    expect(decode(encode(starving), 'it')).toEqual(starving);
    expect(decode(encode(standing), 'it')).toEqual(standing);
    expect(starving.scope).toBe('3 hosts; assuming weak fairness of timers, inputs, deliveries');
  });

  test('is verified by the model that made it', () => {
    expect([starving.loop, starving.steps.length]).toEqual([1, 6]);
    expect(verify(load(locking(getsIn)), starving)).toEqual({ kind: 'verified' });
  });

  test('does not fit where it does not lead back to where its round began', () => {
    expect(verify(load(locking(getsIn)), { ...starving, loop: 0 })).toMatchObject({
      kind: 'misfit',
      step: 6,
      why: expect.stringContaining("doesn't lead back to the state after step 0"),
    });
  });

  test('shows nothing where the model does not allow it for ever', () => {
    const stronger = [...allWeak, strong.deliver({ from: 'c1' })];
    expect(whyNot(locking(getsIn, stronger), starving)).toBe(
      "every step fits, but the run isn't fair: the delivery of acquire from c1 to lock is possible again and again, and never happens",
    );
    const { steps } = starving;
    const early = { ...starving, steps: steps.slice(0, 1) };
    expect(whyNot(locking(getsIn, [weak.deliver()]), early)).toContain(
      'the delivery of acquire from c1 to lock is possible all the time, and never happens',
    );
    expect(whyNot(locking(getsIn, [weak.input()]), early)).toContain('the input want at c2');
    expect(whyNot(locking(getsIn, []), early)).toBe('verified');
  });

  test.each<[string, Property, string]>([
    ['comes to what it should', eventually((view) => c1(view, 'waiting')), "doesn't violate P"],
    [
      'answers what it asks',
      leadsTo(
        (view) => c1(view, 'critical'),
        () => false,
      ),
      'violate P',
    ],
    ['comes back to it', alwaysEventually((view) => c1(view, 'waiting')), "doesn't violate P"],
    ['stays with it', eventuallyAlways((view) => c1(view, 'waiting')), "doesn't violate P"],
    ['is asked of states', never((view) => c1(view, 'waiting')), 'shows nothing of P'],
  ])('shows nothing where it %s', (_, property, why) => {
    expect(whyNot(locking(property), starving)).toContain(why);
  });

  test('shows what it breaks', () => {
    for (const property of [
      eventually((view) => c1(view, 'critical')),
      alwaysEventually((view) => c1(view, 'idle')),
      eventuallyAlways((view) => view.inFlight('c2').length === 0),
      terminates(),
    ]) {
      expect(whyNot(locking(property), starving)).toBe('verified');
    }
  });

  test('is needed to show that liveness is violated', () => {
    expect(whyNot(locking(getsIn), { ...starving, loop: null })).toContain("doesn't violate P");
  });
});

describe('what a run without end puts off', () => {
  test('is named, with why it may be', () => {
    expect(putOff(load(locking(getsIn)), starving)).toEqual([
      'the delivery of acquire from c1 to lock: weakly fair, but not possible after step 3, 4, 5',
    ]);
    expect(putOff(load(locking(getsIn, [])), starving)).toEqual([
      'the delivery of acquire from c1 to lock: not said to be fair',
    ]);
    expect(putOff(load(locking(getsIn)), { ...starving, loop: null })).toEqual([]);
  });
});

describe('the report on a run without end', () => {
  const plain = palette(false);

  test('marks where its round begins and ends', () => {
    const text = traceLines(starving, plain).join('\n');
    expect(text).toMatch(
      / 1 {2}c1 {2}input want\n( {8}.*\n)* {6}┌ again and again, for ever:\n {3}2 {2}c2/,
    );
    expect(text).toMatch(/ 6 {2}c2 → lock {2}release\n( {8}.*\n)* {6}└ on with step 2 again/);
    expect(text).toMatch(/^ {6}┄┄ again and again, for ever: ┄+$/m);
    expect(text).toMatch(/^ {6}┄┄ on with step 2 again ┄+\n {6}✗ P is violated by this run$/m);
  });

  test('says where it stands still', () => {
    const text = traceLines(standing, plain).join('\n');
    const still = 'for ever nothing more happens: nothing here has to';
    expect(text).toMatch(new RegExp(` 2  n1 → n2  token\n( {8}.*\n)* {6}└ ${still}`));
    expect(text).toMatch(new RegExp(`^ {6}┄┄ ${still} ┄+$`, 'm'));
    expect(mermaid(standing)).toContain(`Note over h0,h2: ${still}`);
  });

  test('keeps to a hundred columns', () => {
    const lines = [...traceLines(starving, plain), ...traceLines(standing, plain)];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('draws the round as a loop of a sequence diagram', () => {
    const lines = mermaid(starving).split('\n');
    const begin = lines.indexOf('  loop again and again, for ever:');
    expect(lines[begin - 1]).toContain('1. input want');
    expect(lines.indexOf('  end') - begin).toBe(6);
    expect(lines.at(-2)).toBe('  Note over h0,h2: P is violated by this run');
  });
});
