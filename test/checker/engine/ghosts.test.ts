import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { explore } from '../../../checker/engine/explore.ts';
import type { Model } from '../../../checker/index.ts';
import {
  client,
  host,
  model,
  monitored,
  perKey,
  resident,
  system,
} from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

interface Context {
  readonly ghost: { readonly seen: number };
}
type Tell = { readonly type: 'tell' };

const start: Context = { ghost: { seen: 0 } };
const isFresh = ({ context }: { readonly context: Context }): boolean => context.ghost.seen < 2;
const unaffected = (): boolean => true;

/** Counts in its ghost what it tells; `isReady` says when it may end. */
function teller(isReady: (given: { readonly context: Context }) => boolean) {
  return setup({
    types: { context: {} as Context, events: {} as Tell },
    actions: {
      count: assign(({ context }) => ({ ghost: { seen: (context.ghost.seen + 1) % 3 } })),
      observe: emit(({ context: { ghost } }) => ({
        type: 'observe',
        event: { type: 'told', ghost },
      })),
    },
    guards: { isReady },
  }).createMachine({
    id: 'teller',
    context: start,
    initial: 'telling',
    states: {
      telling: {
        on: {
          tell: [{ guard: 'isReady', actions: ['count', 'observe'] }, { target: 'over' }],
        },
      },
      over: { type: 'final' },
    },
  });
}

const watcher = setup({
  types: { events: {} as { readonly type: 'observed'; readonly event: Context & Tell } },
  guards: { isSecond: ({ event }) => event.event.ghost.seen === 2 },
}).createMachine({
  id: 'watcher',
  initial: 'calm',
  states: {
    calm: { on: { observed: { guard: 'isSecond', target: 'alarmed' } } },
    alarmed: { tags: ['violated'] },
  },
});

function told(isReady: (given: { readonly context: Context }) => boolean): Model {
  return model('told', {
    system: system({
      hosts: [client('c', { teller: resident(teller(isReady)) })],
      inputs: () => [{ type: 'tell' }],
    }),
    properties: { Calm: monitored(watcher) },
    expect: {},
  });
}

describe('a ghost', () => {
  test('may be what a monitor judges by', () => {
    const { verdicts } = explore(load(told(unaffected)), { keepGoing: true });
    expect(verdicts.get('Calm')).toMatchObject({ verdict: 'violated' });
  });

  test('may not decide what a machine of the system does', () => {
    expect(() => explore(load(told(isFresh)), { keepGoing: true })).toThrow(/ghost/);
  });

  test('may not decide whether a machine handles what it is told', () => {
    const teller = setup({
      types: { context: {} as Context },
      actions: { count: assign(({ context }) => ({ ghost: { seen: 1 - context.ghost.seen } })) },
      guards: { isEven: ({ context }) => context.ghost.seen === 0 },
    });
    const choosy = teller.createMachine({
      id: 'choosy',
      context: start,
      on: { tell: { actions: 'count' }, ask: { guard: 'isEven' } },
    });
    const choosing = model('choosing', {
      system: system({
        hosts: [client('c', { choosy: resident(choosy) })],
        inputs: () => [{ type: 'tell' }, { type: 'ask' }],
      }),
      properties: {},
    });
    expect(() => explore(load(choosing), { keepGoing: true })).toThrow(/ghost/);
  });
});

describe('the key of a machine by key', () => {
  type Put = { readonly type: 'put'; readonly of: string; readonly ghost: { readonly k: string } };
  const kept = setup({
    types: { events: {} as Put },
  }).createMachine({
    id: 'kept',
    initial: 'bare',
    states: { bare: { on: { put: 'put' } }, put: {} },
  });

  function keyed(by: (message: Put) => string): Model {
    const puts = ['x', 'y'].map((k) => ({ type: 'put', of: 'all', ghost: { k } }));
    return model('test/keyed', {
      system: system({ hosts: [host('a', { kept: perKey(kept, by) })], inputs: () => puts }),
      properties: {},
    });
  }

  test('may be read off what else a message holds', () => {
    expect(explore(load(keyed(({ of }) => of)), { keepGoing: true }).states).toBe(2);
  });

  test('may not be read off a ghost', () => {
    for (const by of [({ ghost }: Put) => ghost.k, (message: Put) => JSON.stringify(message)]) {
      const explored = (): unknown => explore(load(keyed(by)), { keepGoing: true });
      expect(explored).toThrow("a ghost makes a difference: the 'by' of the machine reads the key");
    }
  });
});

describe('what the environment offers', () => {
  type Move = { readonly type: 'count' | 'act'; readonly ghost?: Context['ghost'] };
  const counter = setup({
    types: { context: {} as Context, events: {} as Move },
    actions: {
      count: assign(({ context }) => ({ ghost: { seen: Math.min(3, context.ghost.seen + 1) } })),
    },
  }).createMachine({
    id: 'counter',
    context: start,
    initial: 'calm',
    states: { calm: { on: { count: { actions: 'count' }, act: 'over' } }, over: {} },
  });

  function offering(inputs: (seen: number) => readonly Move[]): Model {
    return model('test/offering', {
      system: system({
        hosts: [host('a', { counter: resident(counter) })],
        inputs: (_id, view) =>
          view.each(counter).flatMap(({ context }) => inputs(context.ghost.seen)),
      }),
      properties: {},
    });
  }

  test('may have ghosts in it that come from ghosts', () => {
    const shown = offering((seen) => [{ type: 'count', ghost: { seen } }, { type: 'act' }]);
    expect(explore(load(shown), { keepGoing: true }).states).toBe(8);
  });

  test('may not depend on ghosts', () => {
    const choosy = offering((seen) => [{ type: seen === 3 ? 'act' : 'count' }]);
    expect(() => explore(load(choosy), { keepGoing: true })).toThrow(
      `a ghost makes a difference: these two states of the host are equal but for fields under 'ghost', and 'inputs' offers them different events: {"families":{},"residents":{"counter":{"context":{"ghost":{"seen":0}}`,
    );
  });

  test('may not have more of it or less because of ghosts', () => {
    const shy = offering((seen) => (seen === 3 ? [] : [{ type: 'count' }]));
    expect(() => explore(load(shy), { keepGoing: true })).toThrow(/ nothing more\. Let 'inputs'/);
  });
});
