import { describe, expect, it } from 'vitest';
import { BrokenModel } from '../../../../checker/broken-model.ts';
import type {
  Exploration,
  ExploreOptions,
  SearchProgress,
} from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { twoPhaseCommit } from '../../../../checker/examples/two-phase-commit.model.ts';
import type { ModelDefinition } from '../../../../checker/index.ts';
import { alwaysEventually, leadsTo, model, terminates, weak } from '../../../../checker/index.ts';
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

/** A space of several stretches of rows, in which a run goes wrong; somebody interrupts once that is told. */
function interruptedWhile(isTime: (progress: SearchProgress) => boolean): {
  readonly found: Exploration;
  readonly told: readonly SearchProgress[];
} {
  const told: SearchProgress[] = [];
  let isOver = false;
  let now = 0;
  const properties = { Again: alwaysEventually(() => false) };
  const found = explore(load({ ...twoPhaseCommit({ rms: 7 }), properties }), {
    keepGoing: true,
    traced: new Set(),
    onProgress: (progress) => {
      if (isOver) return;
      told.push(progress);
      isOver = isTime(progress);
    },
    stop: () => isOver,
    clock: () => (now += 250),
  });
  return { found, told };
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

  it('is left undecided by an interrupt that comes while its only property is judged', () => {
    const { found } = interruptedWhile(({ stage }) => stage?.kind === 'judging' && stage.looks > 0);
    expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
    expect(found.verdicts.get('Again')).toEqual({ verdict: 'unknown' });
    const whole = interruptedWhile(() => false).found;
    expect(whole.verdicts.get('Again')).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Deadlock')).toEqual(whole.verdicts.get('Deadlock'));
  });

  it('hears an interrupt while states are numbered and while steps are listed', () => {
    for (const kind of ['numbering', 'linking']) {
      const { found, told } = interruptedWhile(
        ({ queue, states, stage }) => stage?.kind === kind && queue < states,
      );
      expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
      expect(found.verdicts.get('Again')).toEqual({ verdict: 'unknown' });
      const last = told.at(-1);
      expect(last?.stage).toEqual({ kind, left: last?.queue });
      expect(last?.queue).toBeGreaterThan(0);
    }
  });

  it('is decided where nobody interrupts, and tells all the time what it is at', () => {
    const { found, told } = interruptedWhile(() => false);
    expect(found).toMatchObject({ complete: true, stoppedBy: null });
    expect(found.verdicts.get('Again')).toMatchObject({ verdict: 'violated' });
    const kinds = told.map(({ stage }) => stage?.kind ?? 'searching');
    expect([...new Set(kinds)]).toEqual(['searching', 'numbering', 'linking', 'judging']);
    const looks = told.flatMap(({ stage }) => (stage?.kind === 'judging' ? [stage.looks] : []));
    // Predicates, what bad runs can reach, components, their fairness, and a walk: each looks at all states.
    expect(looks.length).toBeGreaterThan((5 * found.states) / (1 << 14) - 1);
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
    const told: SearchProgress[] = [];
    let now = 0;
    explored(
      { Round: comesRound },
      { onProgress: (progress) => void told.push(progress), clock: () => (now += 250) },
    );
    expect(told.at(-1)).toMatchObject({ states: 6, transitions: 6, queue: 0 });
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
