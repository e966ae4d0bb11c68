import { afterEach, describe, expect, it, vi } from 'vitest';
import { assign, setup } from 'xstate';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';
import { ListedSteps } from '../../../../checker/engine/listed-steps.ts';
import type { EdgeKinds } from '../../../../checker/engine/liveness/edge-kinds.ts';
import { labelIn, siteIn } from '../../../../checker/engine/liveness/edge-kinds.ts';
import { GraphMaker } from '../../../../checker/engine/liveness/graph-maker.ts';
import { RowGraph } from '../../../../checker/engine/liveness/row-graph.ts';
import type { RowStore } from '../../../../checker/engine/row-store.ts';
import { Search } from '../../../../checker/engine/search.ts';
import type { SearchOptions } from '../../../../checker/engine/search.types.ts';
import { occupiedWorkplace } from '../../../../checker/engine/workplace.ts';
import { World } from '../../../../checker/engine/world.ts';
import { abd } from '../../../../checker/examples/abd.model.ts';
import { twoPhaseCommit } from '../../../../checker/examples/two-phase-commit.model.ts';
import type { Model } from '../../../../checker/index.ts';
import { host, model, resident, strong, system, weak } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';

/** Larger than one stretch of rows, and with steps under both kinds of fairness and under none. */
const commit: Model = {
  ...twoPhaseCommit({ rms: 6 }),
  fairness: [weak.deliver({ to: 'tm' }), strong.deliver({ from: 'tm' })],
};
const register: Model = {
  ...abd({ scripts: 'w-r', drops: '1' }),
  fairness: [strong.deliver({ to: 'n1' })],
};

/** Each row has very many steps, of which some that are no neighbours are alike. */
const dial = setup({
  types: {
    context: {} as { readonly at: number },
    events: {} as { readonly type: 'up' | 'down'; readonly by: number },
  },
  actions: { turn: assign(({ context: { at }, event: { by } }) => ({ at: (at + by) % 7 })) },
}).createMachine({
  id: 'dial',
  context: { at: 0 },
  on: { up: { actions: 'turn' }, down: { actions: 'turn' } },
});
const dials = model('test/dials', {
  system: system({
    hosts: ['a', 'b'].map((id) => host(id, { dial: resident(dial) })),
    inputs: () =>
      Array.from({ length: 300 }, (_, by) => ({ type: by % 3 === 0 ? 'up' : 'down', by })),
  }),
  properties: {},
  fairness: [weak.input({ host: 'a' })],
});

/** What a search has seen, and its world. */
function seen(
  model: Model,
  options: SearchOptions,
): { readonly world: World; readonly store: RowStore } {
  const world = new World(load(model));
  const search = new Search(world, options, () => false);
  search.run();
  search.close();
  return { world, store: search.store };
}

/** The graph row by row, edges as texts: from rows' steps as they are listed, without the kernel's tables. */
function plainly(
  world: World,
  store: RowStore,
  kinds: EdgeKinds,
): { edges: readonly string[][]; quiet: readonly number[] } {
  const steps = new ListedSteps(world, store);
  const row = new Int32Array(world.width);
  const numbers = new Map<string, number>();
  for (let number = 0; number < store.count; number++) {
    store.layout.unpack(store.chunk(number), store.offset(number), row);
    numbers.set(row.join(), number);
  }
  const quiet: number[] = [];
  const edges = Array.from({ length: store.count }, (_, number) => {
    const found = new Set<string>();
    for (let entry = 0, count = steps.list(number); entry < count; entry++) {
      const target = numbers.get(steps.stateAfter(entry).join()) ?? -1;
      const kind = kinds.of(steps.action(steps.numberOf(entry)));
      if (labelIn(kind) === 0 && target === number) continue;
      found.add(`${target} ${labelIn(kind)} ${siteIn(kind)}`);
    }
    if (steps.quiet) quiet.push(number);
    return [...found];
  });
  steps.close();
  return { edges, quiet };
}

/** The same of a graph that is made. */
function made(maker: GraphMaker): { edges: readonly string[][]; quiet: readonly number[] } {
  const { first, targets, labels, sites } = maker.edges;
  const edges = Array.from({ length: maker.store.count }, (_, row) => {
    const found: string[] = [];
    for (let edge = first[row] ?? 0; edge < (first[row + 1] ?? 0); edge++) {
      found.push(`${targets[edge]} ${labels[edge]} ${sites[edge]}`);
    }
    return found;
  });
  const quiet = [...maker.quiet.keys()].filter((row) => maker.quiet[row] === 1);
  return { edges, quiet };
}

function makerOf(world: World, store: RowStore, workers: number): GraphMaker {
  const workplace = occupiedWorkplace(workers);
  return finished(new GraphMaker(world, { store, transitions: 1, workplace, tables: null }));
}

function finished(maker: GraphMaker): GraphMaker {
  while (maker.left > 0) maker.advance();
  maker.close();
  return maker;
}

/** The same with the tables of a search, and whether its rows had room for all that these know of. */
function goingOn(
  model: Model,
  options: SearchOptions,
): { readonly world: World; readonly maker: GraphMaker; readonly hadRoom: boolean } {
  const world = new World(load(model));
  const search = new Search(world, { ...options, listsAll: true }, () => false);
  search.run();
  const { store, workplace } = search;
  const tables = search.handOver();
  const hadRoom = tables.fits();
  const maker = finished(new GraphMaker(world, { store, transitions: 1, workplace, tables }));
  return { world, maker, hadRoom };
}

/** Lets each region of the far memory have so many bytes at the most. */
function limitFar(most: (regions: number) => number): void {
  const divide: unknown = Object.getOwnPropertyDescriptor(
    LinearMemory.prototype,
    'divideFar',
  )?.value;
  vi.spyOn(LinearMemory.prototype, 'divideFar').mockImplementation(function limited(
    this: LinearMemory,
    regions,
  ) {
    (divide as LinearMemory['divideFar']).call(this, regions);
    return most(regions);
  });
}

describe('the graph of what a search has seen', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['two-phase commit', commit, {}],
    ['a lossy register', register, {}],
    ['rows of very many steps', dials, {}],
    ['a search that ended early', commit, { maxStates: 20_000 }],
    ['a register that ended early', register, { maxDepth: 6 }],
  ] as const)(
    'has the edges of every row in the order of actions, for any number of workers: %s',
    (_name, model, options) => {
      const { world, store } = seen(model, options);
      for (const workers of [1, 3]) {
        const maker = makerOf(world, store, workers);
        expect(made(maker)).toEqual(plainly(world, store, maker.kinds));
      }
    },
    120_000,
  );

  it.each([
    ['two-phase commit', commit, {}],
    ['rows of very many steps', dials, {}],
    ['a search that ended early', commit, { maxStates: 20_000 }],
    ['a register that ended early', register, { maxDepth: 6 }],
    ['rows in files', register, { memory: 1 }],
    ['fingerprints', register, { store: 'fingerprint' }],
  ] as const)(
    'is the same with the tables that a search hands over, in its memory: %s',
    (_name, model, options) => {
      for (const workers of [1, 3]) {
        const { world, maker } = goingOn(model, { ...options, workers });
        expect(made(maker)).toEqual(plainly(world, maker.store, maker.kinds));
      }
    },
    120_000,
  );

  it('makes room in its rows for what tables know that a search hands over', () => {
    const rooms = [240, 260, 280, 300].map((maxStates) => {
      const { world, maker, hadRoom } = goingOn(register, { maxStates });
      expect(made(maker)).toEqual(plainly(world, maker.store, maker.kinds));
      return hadRoom;
    });
    expect(rooms).toContain(false);
  });

  it.each([1, 3])(
    'is the same where there is hardly room for the numbers of rows: %i workers',
    (workers) => {
      const { world, store } = seen(commit, { maxStates: 20_000 });
      const slotBytes = (store.layout.words + 1) * 4;
      limitFar((shards) => Math.ceil(store.count / shards / 0.93) * slotBytes);
      const maker = makerOf(world, store, workers);
      expect(made(maker)).toEqual(plainly(world, store, maker.kinds));
    },
    60_000,
  );

  it('is not made where there is no room for them', () => {
    const { world, store } = seen(commit, { maxStates: 20_000 });
    const bytes = store.count * (store.layout.words + 1) * 4;
    limitFar(() => bytes);
    expect(() => makerOf(world, store, 1)).toThrow(RangeError);
  });

  it('knows an action of every edge', () => {
    const { world, store } = seen(register, { maxStates: 500 });
    const maker = makerOf(world, store, 1);
    const rows = new RowGraph(world, maker);
    const { firstEdge, targets, labels } = rows.graph;
    let isAnyKnown = false;
    for (let from = 0; from < store.count; from++) {
      for (let edge = firstEdge[from] ?? 0; edge < (firstEdge[from + 1] ?? 0); edge++) {
        if (targets[edge] === -1) continue;
        const action = rows.action({ from, edge });
        expect(labelIn(maker.kinds.of(action))).toBe(labels[edge]);
        isAnyKnown = true;
      }
    }
    expect(isAnyKnown).toBe(true);
    rows.close();
  });
});
