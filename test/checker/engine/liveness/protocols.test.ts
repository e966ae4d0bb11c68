import { describe, expect, it } from 'vitest';
import type { ExploreOptions } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import type {
  Fairness,
  ModelDefinition,
  Property,
  System,
  View,
} from '../../../../checker/index.ts';
import {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  leadsTo,
  model,
  strong,
  terminates,
  weak,
} from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { recorded } from '../../../../checker/trace/recording.ts';
import { verify } from '../../../../checker/trace/verification.ts';
import {
  alternatingBit,
  contender,
  crashLoop,
  crashOrGo,
  flapping,
  flaps,
  fork,
  forking,
  idler,
  idling,
  mutualExclusion,
  received,
  station,
  taker,
  ticks,
  tokenRing,
} from './protocols.ts';

/** What is found of one property: `holds`, `unknown`, or the steps before the cycle and of it. */
function verdictOn(
  of: System,
  property: Property,
  fairness: readonly Fairness[],
  more: Partial<ModelDefinition> & Partial<ExploreOptions> = {},
): string {
  const loaded = load(
    model('test/live', { system: of, properties: { P: property }, fairness, ...more }),
  );
  const { verdicts } = explore(loaded, { keepGoing: true, ...more });
  const verdict = verdicts.get('P');
  if (verdict?.verdict !== 'violated') return verdict?.verdict ?? 'missing';
  const { run, loop = -1 } = verdict;
  if (run === null) return 'without a run';
  // Whatever the engine finds, the reference finds it, too.
  expect(verify(loaded, recorded(loaded, 'P', run, loop))).toEqual({ kind: 'verified' });
  return `violated ${loop}+${run.length - loop}`;
}

const isOff = (view: View): boolean => view.each(flapping).some((one) => one.in('off'));
const isSettled = (view: View): boolean => view.each(flapping).some((one) => one.in('settled'));
const offOrSettled = (view: View): boolean => isOff(view) || isSettled(view);
const c1 = (view: View, state: string): boolean =>
  view.host('c1').at(contender)?.in(state) === true;
const isDone = (view: View): boolean => view.each(idler).some((one) => one.in('done'));

describe('a process that may be ignored', () => {
  it('need never do anything where nothing is fair', () => {
    expect(verdictOn(idling, eventually(isDone), [])).toBe('violated 0+0');
    expect(verdictOn(idling, terminates(), [])).toBe('violated 0+0');
  });

  it('ends where what it waits for is weakly fair', () => {
    expect(verdictOn(idling, eventually(isDone), [weak.input()])).toBe('holds');
    expect(verdictOn(idling, terminates(), [weak.input({ host: 'a', type: 'go' })])).toBe('holds');
  });

  it('may still be ignored where only something else is fair', () => {
    expect(verdictOn(idling, eventually(isDone), [strong.deliver(), strong.timer()])).toBe(
      'violated 0+0',
    );
  });

  it('is not awaited by who asks for what already is', () => {
    expect(
      verdictOn(
        idling,
        eventually((view) => !isDone(view)),
        [],
      ),
    ).toBe('holds');
    expect(verdictOn(idling, leadsTo(isDone, isDone), [])).toBe('holds');
  });
});

describe('a step that changes nothing', () => {
  it('is done again and again where it is fair, and need not be where it is not', () => {
    const never = eventually(() => false);
    expect(verdictOn(ticks, never, [weak.input()])).toBe('violated 0+1');
    expect(verdictOn(ticks, never, [])).toBe('violated 0+0');
  });
});

describe('of equally short runs', () => {
  it('the one with the fewest faults is told', () => {
    const isWell = alwaysEventually((view) => view.host('a').up && !isDone(view));
    const loaded = load(model('test/well', { system: crashOrGo, properties: { P: isWell } }));
    expect(explore(loaded, { keepGoing: true }).verdicts.get('P')).toMatchObject({
      verdict: 'violated',
      run: [{ kind: 'input', host: 'b' }],
      loop: 1,
    });
  });
});

describe('two ways to the same state', () => {
  const passesLeft = eventually((view) => view.each(forking).some((one) => one.in('left')));

  it('are told apart though they join: the one that misses something is a violation', () => {
    expect(verdictOn(fork, passesLeft, [weak.input()])).toBe('violated 2+0');
  });

  it('end in a state that a run stays in for ever', () => {
    const ends = eventually((view) => view.each(forking).some((one) => one.in('end')));
    expect(verdictOn(fork, ends, [weak.input()])).toBe('holds');
    const leaves = alwaysEventually((view) => !view.each(forking).some((one) => one.in('end')));
    expect(verdictOn(fork, leaves, [weak.input()])).toBe('violated 2+0');
  });
});

describe('what holds from some moment on', () => {
  it('is not what holds again and again', () => {
    const flips = [weak.input({ type: 'flip' })];
    expect(verdictOn(flaps, alwaysEventually(offOrSettled), flips)).toBe('holds');
    expect(verdictOn(flaps, eventuallyAlways(offOrSettled), flips)).toBe('violated 0+2');
  });

  it('needs strong fairness of what is possible only now and then', () => {
    expect(verdictOn(flaps, eventuallyAlways(isSettled), [weak.input()])).toBe('violated 0+2');
    expect(verdictOn(flaps, eventuallyAlways(isSettled), [strong.input()])).toBe('holds');
    expect(verdictOn(flaps, eventually(isSettled), [weak.input()])).toBe('violated 0+2');
    expect(verdictOn(flaps, eventually(isSettled), [strong.input({ type: 'settle' })])).toBe(
      'violated 0+0',
    );
    expect(
      verdictOn(flaps, eventually(isSettled), [
        weak.input({ type: 'flip' }),
        strong.input({ type: 'settle' }),
      ]),
    ).toBe('holds');
  });
});

describe('the alternating bit protocol on lines that lose', () => {
  const resending = weak.timer({ delay: 'resend' });
  const arrives = alwaysEventually((view) => received(view) === 1);

  it('makes no progress where carrying is weakly fair: everything may be lost in time', () => {
    expect(verdictOn(alternatingBit, arrives, [weak.timer()])).toBe('violated 0+2');
  });

  it('makes progress where carrying is strongly fair, in both directions', () => {
    const frames = strong.timer({ delay: 'carryFrame' });
    const acks = strong.timer({ delay: 'carryAck' });
    expect(verdictOn(alternatingBit, arrives, [resending, frames, acks])).toBe('holds');
    expect(verdictOn(alternatingBit, arrives, [resending, frames])).toMatch(/^violated/);
    expect(verdictOn(alternatingBit, arrives, [resending, acks])).toMatch(/^violated/);
    expect(verdictOn(alternatingBit, arrives, [frames, acks])).toBe('violated 0+0');
  });
});

describe('a lock', () => {
  const getsIn = leadsTo(
    (view) => c1(view, 'waiting'),
    (view) => c1(view, 'critical'),
  );
  const rest = [weak.timer(), weak.input()];

  it('starves a contender where deliveries are weakly fair', () => {
    const found = verdictOn(mutualExclusion, getsIn, [...rest, weak.deliver()]);
    expect(found).toMatch(/^violated \d\+5$/);
  });

  it('serves everybody where deliveries are strongly fair', () => {
    expect(verdictOn(mutualExclusion, getsIn, [...rest, strong.deliver()])).toBe('holds');
  });

  it('serves whoever is owed the one thing that can be put off', () => {
    const mine = strong.deliver({ from: 'c1', type: 'acquire' });
    const his = strong.deliver({ from: 'c2', type: 'acquire' });
    expect(verdictOn(mutualExclusion, getsIn, [...rest, weak.deliver(), mine])).toBe('holds');
    expect(verdictOn(mutualExclusion, getsIn, [...rest, weak.deliver(), his])).toMatch(/^violated/);
  });
});

describe('a token ring', () => {
  const n1Holds = alwaysEventually((view) => view.host('n1').at(station)?.in('holding') === true);

  it('comes round for ever where every host and every link is weakly fair', () => {
    expect(verdictOn(tokenRing, n1Holds, [weak.timer(), weak.deliver()])).toBe('holds');
  });

  it('stops where one host or one link is not', () => {
    const timers = ['n1', 'n2', 'n3'].map((host) => weak.timer({ host }));
    expect(verdictOn(tokenRing, n1Holds, [...timers, weak.deliver()])).toBe('holds');
    expect(verdictOn(tokenRing, n1Holds, [...timers.slice(0, 2), weak.deliver()])).toBe(
      'violated 4+0',
    );
    expect(verdictOn(tokenRing, n1Holds, [...timers, weak.deliver({ to: 'n2' })])).toBe(
      'violated 3+0',
    );
  });

  it('never ends', () => {
    const allFair = [weak.timer(), weak.deliver()];
    expect(verdictOn(tokenRing, terminates(), allFair)).toBe('violated 0+6');
  });
});

describe('a host that crashes again and again', () => {
  const served = eventually((view) => view.each(taker).some((one) => one.in('served')));

  it('takes a message only where its delivery is strongly fair', () => {
    const up = weak.restart();
    expect(verdictOn(crashLoop, served, [up, weak.deliver()])).toBe('violated 0+2');
    expect(verdictOn(crashLoop, served, [up, strong.deliver()])).toBe('holds');
    expect(verdictOn(crashLoop, served, [strong.deliver()])).toBe('violated 1+0');
  });
});
