import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { assign, emit, setup } from 'xstate';
import type { ExploreOptions } from '../../../../checker/engine/explore.ts';
import { Frontier } from '../../../../checker/engine/frontier.ts';
import { models as ofPaxos } from '../../../../checker/examples/paxos.model.ts';
import {
  models as ofCommit,
  twoPhaseCommit,
} from '../../../../checker/examples/two-phase-commit.model.ts';
import type { Model, Send } from '../../../../checker/index.ts';
import { always, host, model, resident, send, system } from '../../../../checker/index.ts';
import { register } from '../../fixtures/register.model.ts';
import { explored, inFolder, outcome } from './folder.ts';

const [commit] = ofCommit;
const [paxos] = ofPaxos;
if (commit === undefined || paxos === undefined) throw new Error('there are no examples');

const first = setup({
  types: { emitted: {} as Send<{ readonly type: 'start' }> },
  actions: { tell: emit(send('b', { type: 'start' })) },
}).createMachine({
  id: 'first',
  initial: 'idle',
  states: { idle: { on: { go: { target: 'gone', actions: 'tell' } } }, gone: {} },
});
const second = setup({}).createMachine({
  id: 'second',
  initial: 'off',
  states: {
    off: { on: { start: 'one' } },
    one: { on: { tick: 'two' } },
    two: { on: { tick: 'three' } },
    three: {},
  },
});

/** The property reads the second host only once the first, of which nothing changes then, is gone. */
const chain = model('chain', {
  system: system({
    hosts: [host('a', { m: resident(first) }), host('b', { m: resident(second) })],
    inputs: (id) => [{ type: id === 'a' ? 'go' : 'tick' }],
  }),
  properties: {
    Narrow: always(
      (view) =>
        view.each(first).every((one) => one.in('idle')) ||
        !view.each(second).some((one) => one.in('three')),
    ),
  },
});

/** A host that counts for ever. */
const endless = model('endless', {
  system: system({
    hosts: [
      host('a', {
        m: resident(
          setup({
            types: { context: {} as { readonly n: number } },
            actions: { count: assign(({ context: { n } }) => ({ n: n + 1 })) },
          }).createMachine({
            id: 'counter',
            context: { n: 0 },
            on: { tick: { actions: 'count' } },
          }),
        ),
      }),
    ],
    inputs: () => [{ type: 'tick' }],
  }),
  properties: {},
});

type Relayout = Frontier['relayout'];

/** Searches up to a depth, leaving a checkpoint, and goes on from it. */
function resumed(
  checked: Model,
  depth: number,
  before: Partial<ExploreOptions>,
  after: Partial<ExploreOptions>,
): object {
  return inFolder((folder) => {
    const checkpoint = { folder, intervalSeconds: 0 };
    explored(checked, { ...before, maxDepth: depth, checkpoint });
    return outcome(explored(checked, { ...after, resume: folder }));
  });
}

describe('a checkpoint', () => {
  it('is gone on from by another number of workers, another store, and with rows in a file', () => {
    const expected = outcome(explored(commit));
    expect(resumed(commit, 5, { workers: 2 }, {})).toEqual(expected);
    expect(resumed(commit, 5, {}, { workers: 3 })).toEqual(expected);
    expect(resumed(commit, 5, {}, { store: 'fingerprint' })).toEqual(expected);
    expect(resumed(commit, 5, { store: 'fingerprint' }, { memory: 1 })).toEqual(expected);
  });

  it('is gone on from twice, and by others that write to another folder', () => {
    const expected = outcome(explored(paxos));
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 0 };
      explored(paxos, { maxDepth: 3, checkpoint });
      explored(paxos, { maxDepth: 6, checkpoint, resume: folder });
      inFolder((other) => {
        explored(paxos, {
          maxDepth: 8,
          checkpoint: { folder: other, intervalSeconds: 1000 },
          resume: folder,
        });
        expect(outcome(explored(paxos, { resume: other }))).toEqual(expected);
      });
      expect(outcome(explored(paxos, { resume: folder }))).toEqual(expected);
    });
  });

  it('is left by a search that is interrupted in the middle of a level', () => {
    const expected = outcome(explored(paxos));
    inFolder((folder) => {
      let asked = 0;
      const checkpoint = { folder, intervalSeconds: 1000 };
      const found = explored(paxos, { checkpoint, stop: () => ++asked > 7 });
      expect(found.stoppedBy).toBe('interrupted');
      expect(outcome(explored(paxos, { resume: folder }))).toEqual(expected);
    });
  });

  it('is left by limits of states, and tells of what was found before', () => {
    const single = register({ acks: 1 });
    const expected = explored(single);
    expect([...expected.verdicts.values()].some(({ verdict }) => verdict === 'violated')).toBe(
      true,
    );
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      explored(single, { checkpoint, maxStates: expected.states - 2 });
      expect(outcome(explored(single, { resume: folder }))).toEqual(outcome(expected));
    });
  });

  it('of a search that ended with a violation ends there again, unless it is to go on', () => {
    const single = register({ acks: 1 });
    const first = explored(single, { keepGoing: false });
    expect(first.stoppedBy).toBe('violation');
    inFolder((folder) => {
      explored(single, { keepGoing: false, checkpoint: { folder, intervalSeconds: 1000 } });
      const again = explored(single, { keepGoing: false, resume: folder });
      expect(outcome(again)).toEqual(outcome(first));
      expect(outcome(explored(single, { resume: folder }))).toEqual(outcome(explored(single)));
    });
  });

  it('of a search that had seen everything finds the same once more', () => {
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      const expected = outcome(explored(commit, { checkpoint }));
      expect(outcome(explored(commit, { resume: folder }))).toEqual(expected);
    });
  });

  it('keeps in mind what has been growing', () => {
    const maxStates = 60;
    const expected = explored(endless, { maxStates }).growing;
    expect(expected.map(({ name }) => name)).toEqual(['a']);
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      explored(endless, { maxStates: 50, checkpoint });
      expect(explored(endless, { maxStates, resume: folder }).growing).toEqual(expected);
    });
  });

  it('makes the search know what rows read that it took over, so that it sees what differs', () => {
    const expected = outcome(explored(chain));
    expect(explored(chain).verdicts.get('Narrow')).toMatchObject({ verdict: 'violated', steps: 4 });
    for (const depth of [1, 2, 3]) expect(resumed(chain, depth, {}, {})).toEqual(expected);
  });

  it('is gone on from up to a limit of states as if nothing had been, by whatever means', () => {
    // Its levels are cut into several blocks, and these into several rounds.
    const large = twoPhaseCommit({ rms: 8 });
    const until = { maxStates: 450_000 };
    const expected = explored(large, until);
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      const left = explored(large, { maxStates: 400_000, checkpoint });
      for (const means of [{}, { workers: 3 }, { store: 'fingerprint' as const, memory: 1 }]) {
        expect(outcome(explored(large, { ...means, ...until, resume: folder }))).toEqual(
          outcome(expected),
        );
      }
      expect(left.states).toBe(400_000);
    });
  }, 60_000);

  it('is gone on from rightly also where memory ended while its last level was packed anew', () => {
    const wide = twoPhaseCommit({ rms: 6 });
    const expected = outcome(explored(wide));
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      const real = Object.getOwnPropertyDescriptor(Frontier.prototype, 'relayout')
        ?.value as Relayout;
      vi.spyOn(Frontier.prototype, 'relayout').mockImplementation(function full(
        this: Frontier,
        ...layouts
      ) {
        const [block] = this.blocks;
        if ((block?.firstNumber ?? 0) > 100) throw new RangeError('Array buffer allocation failed');
        real.call(this, ...layouts);
      });
      const { stoppedBy, depth } = explored(wide, { checkpoint });
      vi.restoreAllMocks();
      expect(stoppedBy).toBe('memory');
      expect(depth).toBeGreaterThan(1);
      // How its rows were found can't be told any more: then all that they lead to is looked up.
      expect(readdirSync(folder).filter((name) => name.endsWith('.origins'))).toEqual([]);
      expect(outcome(explored(wide, { resume: folder }))).toEqual(expected);
    });
  });
});
