import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { webAssembly } from '../../../checker/engine/kernel/web-assembly.ts';
import { minimised } from '../../../checker/engine/minimised.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import { actionText, hostOf, isFault } from '../../../checker/state/action.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { load } from '../../../checker/system/load.ts';
import type { RunEnd } from '../../../checker/trace/evaluation.ts';
import { isShownBy } from '../../../checker/trace/evaluation.ts';
import { register } from '../fixtures/register.model.ts';
import { randomModel } from '../oracle/random-system.ts';
import { changesOfHost } from '../oracle/shortest-runs-graph.ts';
import { unlessBroken } from '../oracle/unless-broken.ts';

interface Walk {
  readonly run: readonly Action[];
  readonly property: string;
}

/** Walks at random, by choices from 0 to 1, until some property is shown. */
function walk(loaded: LoadedModel, choices: readonly number[]): Walk | null {
  const run: Action[] = [];
  let end: RunEnd = { state: initial(loaded).state, last: null };
  for (const choice of choices) {
    const actions = enabled(loaded, end.state);
    const action = actions[Math.floor(choice * actions.length)];
    if (action === undefined) return null;
    run.push(action);
    end = { state: apply(loaded, end.state, action).state, last: { before: end.state, action } };
    const property = Object.keys(loaded.model.properties).find((name) =>
      isShownBy(loaded, name, end),
    );
    if (property !== undefined) return { run, property };
  }
  return null;
}

/** Whether a run shows a property at its end; what isn't enabled is passed over, or ends it. */
function shows(loaded: LoadedModel, { run, property }: Walk, skips: boolean): boolean {
  let end: RunEnd = { state: initial(loaded).state, last: null };
  if (isShownBy(loaded, property, end)) return true;
  let isShown = false;
  for (const action of run) {
    const text = actionText(action);
    const known = enabled(loaded, end.state).find((one) => actionText(one) === text);
    if (known === undefined && !skips) return false;
    if (known === undefined) continue;
    const { state } = apply(loaded, end.state, known);
    end = { state, last: { before: end.state, action: known } };
    isShown = isShownBy(loaded, property, end);
    if (isShown && skips) return true;
  }
  return isShown;
}

function faults(loaded: LoadedModel, run: readonly Action[]): number {
  return run.filter((action) => isFault(action, loaded.system.faultInputs)).length;
}

/** Minimises random walks of random models; how much shorter they became. */
function minimise(numRuns: number): { readonly walks: number; readonly shorter: number } {
  const counted = { walks: 0, shorter: 0 };
  const choices = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
    minLength: 30,
    maxLength: 30,
  });
  fc.assert(
    fc.property(randomModel, choices, (model, choice) => {
      const loaded = unlessBroken(() => load(model));
      const found = loaded === null ? null : unlessBroken(() => walk(loaded, choice));
      fc.pre(loaded !== null && found !== null);
      if (loaded === null || found === null) return;
      const { run, property } = found;
      const short = unlessBroken(() => minimised(loaded, property, run));
      fc.pre(short !== null);
      if (short === null) return;
      counted.walks++;
      if (short.length < run.length) counted.shorter++;
      expect(shows(loaded, { run: short, property }, false)).toBe(true);
      short.forEach((_, at) => {
        expect(shows(loaded, { run: short.toSpliced(at, 1), property }, true)).toBe(false);
      });
      const isSame = short.length === run.length;
      expect(short.length).toBeLessThanOrEqual(run.length);
      if (isSame) expect(faults(loaded, short)).toBeLessThanOrEqual(faults(loaded, run));
      if (isSame && faults(loaded, short) === faults(loaded, run)) {
        expect(changesOfHost(short)).toBeLessThanOrEqual(changesOfHost(run));
      }
      expect(minimised(loaded, property, run)).toEqual(short);
      // What can't be made better by one change is a local minimum: from there a second pass may find
      // another, but none that is worse.
      const again = minimised(loaded, property, short);
      expect(again.length).toBeLessThanOrEqual(short.length);
      if (again.length === short.length) {
        expect(faults(loaded, again)).toBeLessThanOrEqual(faults(loaded, short));
      }
    }),
    { numRuns },
  );
  return counted;
}

describe('a minimised run', () => {
  it('shows the same, has no needless action, and is no worse by R19', () => {
    const { walks, shorter } = minimise(150);
    expect(walks).toBeGreaterThan(100);
    expect(shorter).toBeGreaterThan(50);
  }, 400_000);
});

const stale = load(register({ acks: 1, drops: 1, crashes: 1 }));

/** The run of which every action is the first enabled one that is called so: `kind host type`. */
function run(...calls: readonly string[]): readonly Action[] {
  let { state } = initial(stale);
  return calls.map((call) => {
    const action = enabled(stale, state).find((one) => callOf(one).startsWith(call));
    if (action === undefined) throw new Error(`${call} is not enabled`);
    ({ state } = apply(stale, state, action));
    return action;
  });
}

function callOf(action: Action): string {
  const content = { event: null, message: null, ...action };
  const type = content.message?.type ?? content.event?.type ?? '';
  return `${action.kind} ${hostOf(action) ?? ''} ${type}`;
}

const shortest = run(
  'input c1 begin',
  'deliver n1 write',
  'deliver c1 stored',
  'deliver n2 read',
  'deliver c1 held',
);

describe('minimising', () => {
  it('leaves out what does not matter, and what has no longer a cause', () => {
    const padded = run(
      'crash n1',
      'restart n1',
      'input c1 begin',
      'drop n2 write',
      'deliver n1 write',
      'deliver c1 stored',
      'deliver n2 read',
      'deliver c1 held',
    );
    expect(minimised(stale, 'Fresh', padded)).toEqual(shortest);
  });

  it('ends a run where the property is first shown', () => {
    const first = run('input c1 begin');
    expect(minimised(stale, 'Fresh', [...shortest, ...first])).toEqual(shortest);
  });

  it('answers what it was given where no step may be tried', () => {
    const padded = run('crash n1', 'restart n1', 'input c1 begin', 'deliver n1 write');
    const longer = [...padded, ...shortest.slice(2)];
    expect(minimised(stale, 'Fresh', longer, { maxSteps: 0 })).toEqual(longer);
    expect(minimised(stale, 'Fresh', longer)).toEqual(shortest);
  });

  it('refuses a run that is none of the model, or shows nothing', () => {
    const refusal = /no such run, or it doesn't show 'Fresh'/;
    expect(() => minimised(stale, 'Fresh', shortest.slice(1))).toThrow(refusal);
    expect(() => minimised(stale, 'Fresh', shortest.slice(0, 4))).toThrow(refusal);
  });

  it('gives its memory back', () => {
    const taken = vi.spyOn(webAssembly, 'Memory');
    for (let times = 0; times < 3; times++) minimised(stale, 'Fresh', shortest);
    expect(taken.mock.calls.length).toBeLessThan(2);
    vi.restoreAllMocks();
  });
});
