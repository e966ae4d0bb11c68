/** A reduced search that is stopped: how soon it hears of it, and what it still tells. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Exploration, ExploreOptions } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { Choices } from '../../../../checker/engine/partial-order/choices.ts';
import { CycleWatch } from '../../../../checker/engine/partial-order/cycle-watch.ts';
import { Path } from '../../../../checker/engine/partial-order/path.ts';
import { RowStore } from '../../../../checker/engine/row-store.ts';
import { abd, operator } from '../../../../checker/examples/abd.model.ts';
import type { Model, View } from '../../../../checker/index.ts';
import { never, sometimes } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { expectShown } from '../../oracle/real-runs.ts';

const register = abd({ scripts: 'w-q-q' });
/** One with more steps than are looked at between two questions whether to stop. */
const large = abd({ scripts: 'ww-rr' });

const hasRead = (view: View): boolean =>
  view.each(operator).some(({ context }) => context.results.length > 0);
const over = ['c1', 'c2'];

/** It begins anew, after it has come to a state in which somebody has read. */
const reading: Model = {
  ...abd({ scripts: 'rw-q' }),
  properties: {
    Reads: sometimes(hasRead, { over }),
    NeverReads: never(hasRead, { over }),
    HasHosts: never((view) => view.hosts.length === 0, { over }),
  },
};

const reduced = (model: Model, options: Partial<ExploreOptions>): Exploration =>
  explore(load(model), { keepGoing: true, reduce: new Set(['partial-order']), ...options });

type Method = (...given: unknown[]) => unknown;

/** Calls `before` and `after` round each call of a method. */
function around(
  owner: object,
  name: string,
  before: (one: unknown) => void,
  after: () => void = () => undefined,
): void {
  const method = Object.getOwnPropertyDescriptor(owner, name)?.value as Method;
  // A spy is typed by the owner's methods, of which this may be any.
  vi.spyOn(owner as Record<string, Method>, name).mockImplementation(function watched(
    this: unknown,
    ...given
  ) {
    before(this);
    try {
      return method.apply(this, given);
    } finally {
      after();
    }
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a reduced search', () => {
  it.each([
    ['choices of rows', register, Choices.prototype, 'stand'],
    ['steps of states that were passed through', register, Path.prototype, 'stands'],
    ['cycles', large, CycleWatch.prototype, 'unsettled'],
  ])(
    'is stopped, and tells how far it has come, as it looks at %s',
    (_what, model, owner, name) => {
      let isAtIt = false;
      let told = 0;
      let time = 0;
      around(
        owner,
        name,
        () => {
          isAtIt = true;
        },
        () => {
          isAtIt = false;
        },
      );
      const options = {
        clock: () => (time += 1000),
        onProgress: () => {
          if (isAtIt) told++;
        },
      };
      const whole = reduced(model, options);
      expect(whole).toMatchObject({ complete: true, stoppedBy: null });
      expect(told).toBeGreaterThan(0);
      const found = reduced(model, { ...options, stop: () => isAtIt });
      expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
      expect(found.verdicts.get('Monotone')).toEqual({ verdict: 'unknown' });
    },
  );

  it('knows what it found in an earlier pass, and no more, where it is stopped in a later one', () => {
    const passes = new Set<unknown>();
    around(Choices.prototype, 'add', (one) => passes.add(one));
    const { verdicts, ...ending } = reduced(reading, { stop: () => passes.size > 1 });
    expect(ending).toMatchObject({ stoppedBy: 'interrupted', leftOut: { passes: 2 } });
    expect(verdicts.get('Deadlock')).toEqual({ verdict: 'unknown' });
    expect(verdicts.get('HasHosts')).toEqual({ verdict: 'unknown' });
    expect(verdicts.get('Reads')).toMatchObject({ verdict: 'holds' });
    expect(verdicts.get('NeverReads')).toMatchObject({ verdict: 'violated' });
    for (const name of ['Reads', 'NeverReads']) {
      const verdict = verdicts.get(name);
      expectShown(load(reading), name, (verdict?.verdict !== 'unknown' && verdict?.run) || []);
    }
  });

  it('stops at so many states, those that it passes through included', () => {
    const whole = reduced(register, {});
    const met = whole.states + (whole.leftOut?.notKept ?? 0);
    expect(whole.leftOut?.notKept).toBeGreaterThan(100);
    expect(reduced(register, { maxStates: met })).toMatchObject({
      complete: true,
      stoppedBy: null,
    });
    const { states, leftOut, ...ending } = reduced(register, { maxStates: met - 1 });
    expect(ending).toMatchObject({ complete: false, stoppedBy: 'max-states' });
    expect(states + (leftOut?.notKept ?? 0)).toBe(met - 1);
  });
});

const textOf = ({ host, context }: { readonly host: string; readonly context: object }): string =>
  JSON.stringify([host, context]);

const withProperty = (isShown: (text: string) => boolean): Model => ({
  ...register,
  properties: {
    Shown: never((view) => isShown(view.each(operator).map(textOf).join()), {
      over: ['c1', 'c2', 'c3'],
    }),
  },
});

const recording = (texts: string[]): Model =>
  withProperty((text) => {
    texts.push(text);
    return false;
  });

describe('a violation among the last states', () => {
  const room = 300;
  const noMemory = new RangeError('Array buffer allocation failed');

  /** Ends where there is no memory for more states. */
  function inLittleMemory(model: Model): Exploration {
    let states = 0;
    around(RowStore.prototype, 'appendOne', () => {
      if (++states > room) throw noMemory;
    });
    const found = reduced(model, {});
    vi.restoreAllMocks();
    return found;
  }

  it('is told where memory ends as where a limit does', () => {
    const texts: string[] = [];
    const limited = reduced(recording(texts), { maxStates: room });
    const last = texts.at(-1);
    const found = inLittleMemory(withProperty((text) => text === last));
    expect(found).toMatchObject({ stoppedBy: 'memory', states: limited.states });
    expect(found.verdicts.get('Shown')).toMatchObject({ verdict: 'violated' });
  });

  it('is told where memory ends just after rows were packed anew', () => {
    let [ended, most] = [0, 0];
    for (let allowed = 0; ; allowed++) {
      let appended = 0;
      const layouts = new Set<unknown>();
      around(RowStore.prototype, 'appendOne', (one) => {
        // The method is one of a store.
        const { layout, count } = one as RowStore;
        const isAnew = count > 0 && !layouts.has(layout);
        layouts.add(layout);
        if (isAnew && layouts.size > allowed) throw noMemory;
        appended++;
      });
      const asked: string[] = [];
      const { stoppedBy, states } = reduced(recording(asked), {});
      vi.restoreAllMocks();
      if (stoppedBy === null) break;
      const wanted: string[] = [];
      const limited = reduced(recording(wanted), { maxStates: appended });
      expect({ stoppedBy, states }).toEqual({ stoppedBy: 'memory', states: limited.states });
      expect(asked).toEqual(wanted);
      ended++;
      most = Math.max(most, wanted.length);
    }
    expect(ended).toBeGreaterThan(3);
    expect(most).toBeGreaterThan(10);
  });
});
