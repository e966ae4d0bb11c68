import { describe, expect, it } from 'vitest';
import { BrokenModel } from '../../../../checker/broken-model.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Exploration, ExploreOptions, Progress } from '../../../../checker/engine/explore.ts';
import { alwaysEventually, leadsTo, model, terminates, weak } from '../../../../checker/index.ts';
import type { ModelDefinition } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { station, tokenRing } from './protocols.ts';

const fairness = [weak.timer(), weak.deliver()];
const comesRound = alwaysEventually((view) => view.host('n1').at(station)?.in('holding') === true);

function explored(
  properties: ModelDefinition['properties'],
  options: Partial<ExploreOptions> = {},
): Exploration {
  const loaded = load(model('test/ring', { system: tokenRing, properties, fairness }));
  return explore(loaded, { keepGoing: true, ...options });
}

/** How often a search without liveness asks whether to stop, and for the time. */
function asked(): { readonly stop: number; readonly clock: number } {
  const counts = { stop: 0, clock: 0 };
  explored({}, { stop: () => ++counts.stop < 0, clock: () => ++counts.clock });
  return counts;
}

describe('liveness within limits', () => {
  it('is decided by an exhausted search', () => {
    const { complete, verdicts } = explored({ Round: comesRound });
    expect([complete, verdicts.get('Round')]).toEqual([true, { verdict: 'holds', run: null }]);
  });

  it('is undecided where states are missing, unless a run goes wrong among those there are', () => {
    const fairlyEnding = terminates();
    const { verdicts } = explored({ Round: comesRound, Ends: fairlyEnding }, { maxStates: 5 });
    expect(verdicts.get('Round')).toEqual({ verdict: 'unknown' });
    expect(verdicts.get('Ends')).toEqual({ verdict: 'unknown' });
    const unfair = load(
      model('test/ring', { system: tokenRing, properties: { Ends: fairlyEnding } }),
    );
    expect(explore(unfair, { keepGoing: true, maxStates: 2 }).verdicts.get('Ends')).toEqual({
      verdict: 'violated',
      steps: 0,
      run: [],
      loop: 0,
    });
  });

  it('is left undecided by an interrupt, which leaves safety decided', () => {
    let count = 0;
    const { stop } = asked();
    const found = explored({ Round: comesRound }, { stop: () => ++count > stop });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted', states: 6 });
    expect(found.verdicts.get('Round')).toEqual({ verdict: 'unknown' });
    expect(found.verdicts.get('Deadlock')).toMatchObject({ verdict: 'holds' });
  });

  it('is decided as far as it was judged before an interrupt', () => {
    let isAsked = false;
    const first = alwaysEventually(() => (isAsked = true));
    const { complete, stoppedBy, verdicts } = explored(
      { First: first, Round: comesRound },
      { stop: () => isAsked },
    );
    expect([complete, stoppedBy]).toEqual([false, 'interrupted']);
    expect(verdicts.get('First')).toEqual({ verdict: 'holds', run: null });
    expect(verdicts.get('Round')).toEqual({ verdict: 'unknown' });
    isAsked = false;
    expect(explored({ Round: comesRound, Last: first }, { stop: () => isAsked })).toMatchObject({
      complete: true,
      stoppedBy: null,
    });
  });

  it('is left undecided where time or memory ends', () => {
    let now = 0;
    const { clock } = asked();
    const late = explored(
      { Round: comesRound },
      { maxSeconds: 10, clock: () => (++now > clock + 1 ? 1e6 : now) },
    );
    expect(late).toMatchObject({ complete: false, stoppedBy: 'max-seconds' });
    expect(late.verdicts.get('Round')).toEqual({ verdict: 'unknown' });
    let calls = 0;
    const full = explored(
      { Round: comesRound },
      {
        clock: () => {
          if (++calls === clock + 2) throw new RangeError('Array buffer allocation failed');
          return calls;
        },
      },
    );
    expect(full).toMatchObject({ complete: false, stoppedBy: 'memory' });
    expect(full.verdicts.get('Round')).toEqual({ verdict: 'unknown' });
  });

  it('tells how far it has come', () => {
    const told: Progress[] = [];
    let now = 0;
    explored(
      { Round: comesRound },
      { onProgress: (progress) => void told.push(progress), clock: () => (now += 250) },
    );
    expect(told.at(-1)).toMatchObject({ states: 6, transitions: 6, queue: 0, share: null });
  });
});

describe('a leadsTo', () => {
  it('whose condition is never met is named, since it says nothing', () => {
    const never = leadsTo(
      () => false,
      () => false,
    );
    const met = leadsTo(
      () => true,
      (view) => view.inFlight().length > 0,
    );
    const found = explored({ Never: never, Met: met, Round: comesRound });
    expect(found.antecedentsNeverSeen).toEqual(['Never']);
    expect(found.verdicts.get('Never')).toEqual({ verdict: 'holds', run: null });
  });
});

describe('a predicate of a liveness property', () => {
  it('that throws is a broken model, which names the property and the state', () => {
    const broken = leadsTo(
      (view) => view.inFlight().length === 0,
      () => {
        throw new Error('did not think of it');
      },
    );
    const error = thrownBy(() => explored({ Broken: broken }));
    expect(error).toBeInstanceOf(BrokenModel);
    expect(error).toMatchObject({
      message: expect.stringContaining('did not think of it'),
      place: { property: 'Broken', seen: expect.stringContaining('holding') },
    });
  });

  it('that depends on more than the view is a broken model', () => {
    let calls = 0;
    const fickle = alwaysEventually(
      (view) => view.host(['n1', 'n2', 'n3'][calls++ % 3] ?? '').at(station) !== null,
    );
    expect(() => explored({ Fickle: fickle })).toThrow('depends on more than the view');
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (cause) {
    return cause;
  }
}
