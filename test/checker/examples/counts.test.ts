/**
 * How many states the examples have, against formulas, other tools and the naive oracle; two-phase
 * commit is counted in the tests of the engine.
 */

import { describe, expect, it } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import { alternatingBit } from '../../../checker/examples/alternating-bit.model.ts';
import { atMostOnce } from '../../../checker/examples/at-most-once.model.ts';
import { diningPhilosophers } from '../../../checker/examples/dining-philosophers.model.ts';
import { lamportMutex } from '../../../checker/examples/lamport-mutex.model.ts';
import { models as paxos } from '../../../checker/examples/paxos.model.ts';
import { shop } from '../../../checker/examples/shop.model.ts';
import { singleCopyRegister } from '../../../checker/examples/single-copy-register.model.ts';
import { tokenRing } from '../../../checker/examples/token-ring.model.ts';
import type { Model } from '../../../checker/index.ts';
import { isLiveness } from '../../../checker/model/property-kinds.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from '../oracle/oracle.ts';

/** The engine's counts, and the lengths of the shortest violations. */
function counted(model: Model) {
  const { complete, states, transitions, depth, verdicts } = explore(load(model), {
    keepGoing: true,
    expected: new Set(),
  });
  expect(complete).toBe(true);
  const violated = [...verdicts].flatMap(([name, one]) =>
    one.verdict === 'violated' ? [[name, one.run?.length]] : [],
  );
  return { states, transitions, depth, violated: Object.fromEntries(violated) };
}

it.each([2, 3, 4, 6, 8])('a token ring of %i has as many states as can be computed', (n) => {
  // The token is on its way to one of n, or one of n is inside; whoever isn't may want to enter.
  const [onItsWay, inside] = [n * 2 ** n, n * 2 ** (n - 1)];
  // Each that doesn't want may come to; besides, the token arrives, or who is inside leaves.
  const wants = n * n * 2 ** (n - 1) + n * (n - 1) * 2 ** (n - 2);
  expect(counted(tokenRing({ n }))).toMatchObject({
    states: onItsWay + inside,
    transitions: wants + onItsWay + inside,
    violated: {},
  });
});

it.each([1, 3, 10])('the alternating bit takes eight states to get each of %i across', (items) => {
  // Before an item is taken and after: on its way, arrived, its answer on its way, and arrived; in
  // each of the states in which something has arrived, it is heard or misheard.
  expect(counted(alternatingBit({ items }))).toMatchObject({
    states: 8 * items + 1,
    transitions: 12 * items,
    violated: {},
  });
});

describe('a single-copy register', () => {
  it('has the 93 states that Stateright counts', () => {
    expect(counted(singleCopyRegister())).toMatchObject({ states: 93, violated: {} });
  });

  it('on two servers goes wrong with the fourth message, as Stateright finds', () => {
    expect(counted(singleCopyRegister({ servers: 2 })).violated).toEqual({ Linearizable: 4 });
  });
});

it.each([2, 3, 4])('%i philosophers starve after each has asked for two forks', (n) => {
  // Hungry, asked for one fork, got it, asked for the other: four steps of each.
  expect(counted(diningPhilosophers({ n })).violated).toEqual({
    Deadlock: 4 * n,
    FirstEats: 4 * n,
  });
  expect(counted(diningPhilosophers({ n, leftHanded: 1 })).violated).toEqual({});
});

describe('the naive oracle counts the same', () => {
  // One proposer alone; the oracle takes minutes for two.
  const alone = paxos.map((model): Model => {
    const hosts = model.system.hosts.filter(({ id }) => id !== 'p2');
    const properties = Object.entries(model.properties).filter(([name]) => name !== 'BothDecide');
    const system = { ...model.system, hosts, crashable: [] };
    return { ...model, name: 'paxos/p1-a3', system, properties: Object.fromEntries(properties) };
  });

  it.each(
    [
      tokenRing({ duplicates: 1 }),
      tokenRing({ drops: 1 }),
      alternatingBit(),
      atMostOnce({ clients: 1 }),
      atMostOnce({ clients: 1, tries: 3, faults: 0 }),
      diningPhilosophers({ n: 2 }),
      diningPhilosophers({ n: 2, leftHanded: 1 }),
      lamportMutex({ n: 2, rounds: 2 }),
      lamportMutex({ n: 2, rounds: 1, keepsOrder: 0 }),
      shop({ tries: 2, drops: 0, crashes: 0 }),
      shop({ tries: 1, drops: 1, crashes: 0 }),
      singleCopyRegister(),
      singleCopyRegister({ servers: 2 }),
      ...alone,
    ].map((model) => [model.name, model] as const),
  )(
    'in %s',
    (_, model) => {
      const found = oracle(load(model));
      const { violated, ...counts } = counted(model);
      const ofStates = Object.entries(violated).filter(([name]) => {
        const property = model.properties[name];
        return property === undefined || !isLiveness(property);
      });
      expect(found).toMatchObject(counts);
      expect(found?.violated).toEqual(new Map(ofStates));
    },
    60_000,
  );
});

it.each([
  { model: lamportMutex(), states: 17_207, transitions: 47_451, depth: 24 },
  { model: atMostOnce(), states: 9564, transitions: 42_436, depth: 16 },
  ...paxos.map((model) => ({ model, states: 168_931, transitions: 841_308, depth: 23 })),
])(
  '$model.name keeps its size, which the oracle counted once',
  ({ model, ...counts }) => {
    expect(counted(model)).toEqual({ ...counts, violated: {} });
  },
  60_000,
);
