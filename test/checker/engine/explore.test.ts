import { describe, expect, it } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type {
  Exploration,
  ExploreOptions,
  SearchProgress,
} from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import {
  resourceManager,
  twoPhaseCommit,
} from '../../../checker/examples/two-phase-commit.model.ts';
import type { Model, Property } from '../../../checker/index.ts';
import { always, everyStep, never, sometimes } from '../../../checker/index.ts';
import { deadlock } from '../../../checker/model/property.ts';
import { load } from '../../../checker/system/load.ts';

const small = twoPhaseCommit();
const thorough = { keepGoing: true };

function withProperties(properties: Readonly<Record<string, Property>>, base = small): Model {
  return { ...base, properties };
}

function explored(of: Model, options: Partial<ExploreOptions> = {}): Exploration {
  return explore(load(of), { keepGoing: false, ...options });
}

/** A clock that fails, in these words, once it was asked a few times. */
function failing(words: string, times = 8): () => number {
  let asked = 0;
  return () => {
    if (++asked === times) throw new RangeError(words);
    return asked;
  };
}

describe('limits of a search', () => {
  it('end it at the number of states, with verdicts unknown', () => {
    const found = explored(small, { maxStates: 100 });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'max-states', states: 100 });
    expect(found.verdicts.get('Agreement')).toEqual({ verdict: 'unknown' });
    expect(found.verdicts.get(deadlock)).toEqual({ verdict: 'unknown' });
  });

  it('do not matter where they are just enough', () => {
    const { depth } = explored(small);
    expect(explored(small, { maxStates: 288 })).toMatchObject({ complete: true, states: 288 });
    expect(explored(small, { maxDepth: depth + 1 })).toMatchObject({ complete: true, depth });
  });

  it('end it at a depth: what is farther away is not looked at', () => {
    const found = explored(small, { maxDepth: 2 });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'max-depth', depth: 2 });
    expect(explored(small, { maxDepth: 0 })).toMatchObject({ states: 1, transitions: 0, depth: 0 });
  });

  it('end it after some seconds', () => {
    const found = explored(twoPhaseCommit({ rms: 7 }), { maxSeconds: 0 });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'max-seconds' });
  });

  it('end it where memory ends', () => {
    for (const words of [
      'Array buffer allocation failed',
      'WebAssembly.Memory.grow(): Maximum memory size exceeded',
    ]) {
      const found = explored(small, { clock: failing(words) });
      expect(found).toMatchObject({ complete: false, stoppedBy: 'memory' });
      expect(found.states).toBeGreaterThan(1);
    }
    expect(() => explored(small, { clock: failing('offset is out of bounds') })).toThrow('offset');
  });

  it('count the level in the middle of which memory ends', () => {
    const depths = new Set<number>();
    for (let call = 2; call < 20; call++) {
      const clock = failing('Array buffer allocation failed', call);
      const { depth, states } = explored(small, { clock });
      expect(depth > 0).toBe(states > 1);
      depths.add(depth);
    }
    expect(depths.size).toBeGreaterThan(2);
  });

  it('keep a witness and a violation that were found before them', () => {
    const of = withProperties({ Any: sometimes(() => true), None: always(() => false) });
    const { verdicts } = explored(of, { ...thorough, maxStates: 10 });
    expect(verdicts.get('Any')).toEqual({ verdict: 'holds', run: [] });
    expect(verdicts.get('None')).toEqual({ verdict: 'violated', steps: 0, run: [] });
  });
});

describe('whoever watches a search', () => {
  it('may stop it', () => {
    let asked = 0;
    const found = explored(small, { stop: () => ++asked > 10 });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
    expect(found.states).toBeGreaterThan(1);
  });

  it('is told how far it has come', () => {
    const told: SearchProgress[] = [];
    let now = 0;
    const found = explored(small, {
      onProgress: (progress) => void told.push(progress),
      clock: () => (now += 150),
    });
    expect(told.length).toBeGreaterThan(1);
    expect(told.map(({ states }) => states)).toEqual(
      told.map(({ states }) => states).toSorted((one, other) => one - other),
    );
    for (const { states, queue, bytes } of told) {
      expect(queue).toBeLessThanOrEqual(states);
      expect(bytes).toBeGreaterThan(0);
    }
    expect(told.at(-1)?.transitions).toBeLessThanOrEqual(found.transitions);
  });

  it('goes on while runs are looked for', () => {
    const told: SearchProgress[] = [];
    let now = 0;
    const watched = {
      onProgress: (one: SearchProgress) => void told.push(one),
      clock: () => (now += 250),
    };
    explored(small, { ...thorough, ...watched, traced: new Set() });
    const without = told.length;
    explored(small, { ...thorough, ...watched });
    expect(told.length).toBeGreaterThan(2 * without);
    const stage = { kind: 'runs', left: 1 };
    expect(told.at(-1)).toMatchObject({ states: 288, queue: 1, stage });
  });
});

describe('a violation', () => {
  const atDepthOne = never((view) => view.each(resourceManager).some((one) => one.in('aborted')));

  it('ends the search after its level unless it is expected', () => {
    const of = withProperties({ NoAbort: atDepthOne });
    const found = explored(of);
    expect(found).toMatchObject({ complete: false, stoppedBy: 'violation', depth: 1 });
    expect(found.verdicts.get('NoAbort')).toMatchObject({ verdict: 'violated' });
    const expected = explored(of, { expected: new Set(['NoAbort']) });
    expect(expected).toMatchObject({ complete: true, stoppedBy: null, states: 288 });
    expect(explored(of, thorough)).toMatchObject({ complete: true, states: 288 });
  });

  it('has a length, and no run where nobody wants to wait for one', () => {
    const of = withProperties({ NoAbort: atDepthOne });
    const interrupted = (step: number): Exploration => {
      let [asked, now] = [0, 0];
      const clock = (): number => (now += step);
      return explored(of, { ...thorough, stop: () => ++asked > 6, clock });
    };
    expect(interrupted(5000).stoppedBy).toBe('interrupted');
    const at = (step: number) => interrupted(step).verdicts.get('NoAbort');
    expect(at(5000)).toEqual({ verdict: 'violated', steps: 1, run: null });
    expect(at(1)).toMatchObject({ verdict: 'violated', steps: 1, run: [{ kind: 'input' }] });
  });

  it('has a length, and no run where none is wanted', () => {
    const of = withProperties({ NoAbort: atDepthOne });
    const { verdicts } = explored(of, { ...thorough, traced: new Set(['Deadlock']) });
    expect(verdicts.get('NoAbort')).toEqual({ verdict: 'violated', steps: 1, run: null });
  });

  it('is shown by the first of the shortest runs', () => {
    const { verdicts } = explored(withProperties({ NoAbort: atDepthOne }));
    expect(verdicts.get('NoAbort')).toEqual({
      verdict: 'violated',
      steps: 1,
      run: [{ kind: 'input', host: 'rm1', event: { type: 'giveUp' } }],
    });
  });

  it('by a step is shown with that step, even if it changes nothing', () => {
    const again = everyStep(
      (before, action, after) =>
        action.kind !== 'deliver' || before.each(resourceManager) !== after.each(resourceManager),
    );
    const found = explored(withProperties({ Again: again }), thorough).verdicts.get('Again');
    const run = found?.verdict === 'violated' ? found.run : null;
    expect(run?.map(({ kind }) => kind)).toEqual(['input', 'deliver']);
  });

  it('is a sometimes that a whole search never met', () => {
    const of = withProperties({ Never: sometimes(() => false) });
    expect(explored(of).verdicts.get('Never')).toEqual({
      verdict: 'violated',
      steps: null,
      run: null,
    });
    expect(explored(of, { maxStates: 5 }).verdicts.get('Never')).toEqual({ verdict: 'unknown' });
  });
});

describe('what is left out beside independent steps', () => {
  it('changes no count, no depth, no run and no coverage', () => {
    const leaving = explored(twoPhaseCommit({ rms: 5 }), thorough);
    const all = twoPhaseCommit({ rms: 5 });
    const listing = explored(
      withProperties({ ...all.properties, AnyStep: everyStep(() => true) }, all),
      thorough,
    );
    const { seconds: _, bytesPerState: __, verdicts, ...rest } = listing;
    expect(leaving).toMatchObject(rest);
    for (const [name, verdict] of leaving.verdicts) expect(verdicts.get(name)).toEqual(verdict);
  });
});

describe('a predicate', () => {
  it('that throws is a broken model, which names the property and the state', () => {
    const broken = always((view) => {
      if (view.inFlight('tm').length > 0) throw new Error('did not think of messages');
      return true;
    });
    const of = withProperties({ Broken: broken });
    expect(() => explored(of)).toThrow(BrokenModel);
    expect(() => explored(of)).toThrow('did not think of messages');
    expect(() => explored(of)).toThrow(
      expect.objectContaining({
        place: expect.objectContaining({
          property: 'Broken',
          seen: expect.stringContaining('"prepared"'),
        }),
        cause: expect.objectContaining({ stack: expect.stringContaining('explore.test') }),
      }),
    );
  });

  it('that answers by more than the view is a broken model', () => {
    let calls = 0;
    const fickle = always((view) => {
      const hosts = ['rm1', 'rm2', 'rm3'];
      return view.host(hosts[calls++ % 3] ?? '').each(resourceManager).length === 1;
    });
    expect(() => explored(withProperties({ Fickle: fickle }))).toThrow(
      'depends on more than the view',
    );
  });

  it('that asks for what is not there is told so', () => {
    for (const ask of [
      always((view) => view.host('nobody').up),
      always((view) => view.isFinal('nobody')),
      always((view) => view.monitor(resourceManager).final),
    ]) {
      expect(() => explored(withProperties({ Ask: ask }))).toThrow(BrokenModel);
    }
  });
});

function isAt(id: string, state: string): Property {
  return sometimes((view) =>
    view
      .host(id)
      .each(resourceManager)
      .some((one) => one.state === state),
  );
}

describe('many properties', () => {
  it('are judged each by itself, also where there are more than bits of a number', () => {
    const properties = Object.fromEntries(
      ['working', 'prepared', 'committed', 'aborted', 'nowhere'].flatMap((state) =>
        Array.from({ length: 9 }, (_, index) => {
          const id = `rm${(index % 3) + 1}`;
          return [`${id} ${state} ${index}`, isAt(id, state)] as const;
        }),
      ),
    );
    const { verdicts } = explored(withProperties(properties), thorough);
    for (const [name, verdict] of verdicts) {
      const isNowhere = name.includes('nowhere');
      expect([name, verdict.verdict]).toEqual([name, isNowhere ? 'violated' : 'holds']);
      if (verdict.verdict !== 'holds' || verdict.run === null) continue;
      const [, state = ''] = name.split(' ');
      expect(verdict.run).toHaveLength({ working: 0, prepared: 1, aborted: 1 }[state] ?? 8);
    }
  });
});
