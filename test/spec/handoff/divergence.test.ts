/** The lecture's pages "Sloppy Quorum => Divergence" and "Vector Clocks", walked step by step. */

import { describe, expect, it } from 'vitest';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/index.ts';
import type { State } from '../../../checker/state/state.ts';
import { viewOf } from '../../../checker/state/view-of.ts';
import { load } from '../../../checker/system/load.ts';
import { divergence } from '../../../spec/handoff/divergence.model.ts';
import { client } from '../../../spec/quorum/client.ts';
import { copies, hints } from '../../../spec/properties/view.ts';
import type { Kept } from '../../../spec/properties/view.ts';
import type { Mode } from '../../../spec/values/version.ts';

const member = (story: 'split' | 'merge', mode: Mode) => load(divergence({ n: 3, story, mode }));
type Loaded = ReturnType<typeof member>;

/** Takes the first enabled action that `wanted` picks; there must be one. */
function act(loaded: Loaded, state: State, wanted: (action: Action) => boolean): State {
  const action = enabled(loaded, state).find(wanted);
  if (action === undefined) throw new Error('the story asks for something that cannot happen');
  return apply(loaded, state, action).state;
}

/** Delivers whatever can be, until nothing is on its way that can arrive. */
function settle(loaded: Loaded, state: State): State {
  const delivery = enabled(loaded, state).find(({ kind }) => kind === 'deliver');
  return delivery === undefined ? state : settle(loaded, apply(loaded, state, delivery).state);
}

const input = (host: string, type: string) => (action: Action) =>
  action.kind === 'input' && action.host === host && action.event.type === type;
const kind = (wanted: Action['kind']) => (action: Action) => action.kind === wanted;

/** The story up to where both sides have written and the network is whole again. */
function apart(loaded: Loaded): State {
  const calls = (state: State, host: string) =>
    settle(loaded, act(loaded, state, input(host, 'call')));
  const suspects = (state: State, host: string) => act(loaded, state, input(host, 'suspect'));
  const together = loaded.model.parameters['story'] === 'split' ? ['c1'] : [];
  const before = together.reduce(calls, initial(loaded).state);
  const split = act(loaded, before, kind('partition'));
  const doubtful = ['C', 'C', 'C', 'D'].reduce(suspects, split);
  const steps = loaded.model.parameters['story'] === 'split' ? ['c1', 'c2', 'c2'] : ['c1', 'c2'];
  return settle(loaded, act(loaded, steps.reduce(calls, doubtful), kind('heal')));
}

/** Fires every handoff until all hints are home. */
function handedOff(loaded: Loaded, state: State): State {
  const due = enabled(loaded, state).find(kind('timer'));
  if (due === undefined) return state;
  return handedOff(loaded, settle(loaded, apply(loaded, state, due).state));
}

const clocks = (kept: readonly Kept[]) =>
  Object.fromEntries(
    kept.map(({ host, owner, versions }) => [
      owner === null ? host : `${host} for ${owner}`,
      versions.map(({ value, clock }) => `${value} ${JSON.stringify(clock)}`),
    ]),
  );

describe("the slides' divergence", () => {
  it('has the clocks of the slides, and hints where they are drawn', () => {
    const loaded = member('split', 'vv-node');
    const view = viewOf(loaded, apart(loaded));
    expect(clocks(copies(view))).toEqual({
      C: ['v2 {"C":2}'],
      D: ['v3 {"C":1,"D":1}'],
      E: ['v3 {"C":1,"D":1}'],
    });
    expect(clocks(hints(view))).toEqual({
      'A for D': ['v2 {"C":2}'],
      'B for E': ['v2 {"C":2}'],
      'F for C': ['v3 {"C":1,"D":1}'],
    });
  });

  it.each(['vv-node', 'dvv'] as const)(
    'ends with both siblings at every home node (%s)',
    (mode) => {
      const loaded = member('split', mode);
      const view = viewOf(loaded, handedOff(loaded, apart(loaded)));
      expect(hints(view)).toEqual([]);
      const values = copies(view).map(({ versions }) => versions.map(({ value }) => value));
      expect(values).toEqual([
        ['v2', 'v3'],
        ['v2', 'v3'],
        ['v2', 'v3'],
      ]);
    },
  );

  it('is over once a client reads both siblings and writes again', () => {
    const loaded = member('merge', 'dvv');
    const diverged = handedOff(loaded, apart(loaded));
    const read = settle(loaded, act(loaded, diverged, input('c1', 'call')));
    const [reader] = viewOf(loaded, read).each(client);
    expect(reader?.context.ghost.lastRead?.values).toEqual({ v2: true, v3: true });
    const written = settle(loaded, act(loaded, read, input('c1', 'call')));
    const merged = viewOf(loaded, handedOff(loaded, written));
    expect(copies(merged).map(({ versions }) => versions.map(({ value }) => value))).toEqual([
      ['v4'],
      ['v4'],
      ['v4'],
    ]);
  });
});
