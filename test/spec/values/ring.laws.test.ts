import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has, idSet } from '../../../spec/values/id-set.ts';
import { homeNodes, preferenceList, ringOf, targetsOf } from '../../../spec/values/ring.ts';
import { keys, rings } from './generated.ts';

const copies = 3;
const key = fc.constantFrom(...keys);
const suspicion = fc
  .subarray(['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8'])
  .map((nodes) => idSet(nodes));

describe('a preference list', () => {
  it('names every node of the ring once', () => {
    fc.assert(
      fc.property(rings, key, (ring, k) => {
        const list = preferenceList(ring, k);
        expect(list.toSorted()).toEqual(
          [...new Set(ring.tokens.map(({ node }) => node))].toSorted(),
        );
      }),
    );
  });

  it('begins at the first token at or after the key, and wraps round', () => {
    const ring = ringOf(
      [
        { position: 8, node: 'C' },
        { position: 2, node: 'A' },
        { position: 5, node: 'B' },
      ],
      { at: 5, after: 6, beyond: 9 },
    );
    expect(preferenceList(ring, 'at')).toEqual(['B', 'C', 'A']);
    expect(preferenceList(ring, 'after')).toEqual(['C', 'A', 'B']);
    expect(preferenceList(ring, 'beyond')).toEqual(['A', 'B', 'C']);
  });

  it('skips the second A of the slide, and is short instead of padded', () => {
    const tokens = ['A', 'E', 'A', 'D'].map((node, position) => ({ position, node }));
    const ring = ringOf(tokens, { k: 0 });
    expect(homeNodes(ring, 'k', 3)).toEqual(['A', 'E', 'D']);
    expect(homeNodes(ring, 'k', 5)).toEqual(['A', 'E', 'D']);
  });
});

describe('a joining node', () => {
  it('enters the home of a key at most once and pushes out at most one member', () => {
    fc.assert(
      fc.property(rings, key, fc.uniqueArray(fc.integer({ min: 100, max: 120 })), (ring, k, at) => {
        const joined = ringOf(
          [...ring.tokens, ...at.map((position) => ({ position: position - 0.5, node: 'new' }))],
          ring.positions,
        );
        const before = homeNodes(ring, k, copies);
        const after = homeNodes(joined, k, copies);
        const gone = before.filter((node) => !after.includes(node));
        expect(gone.length).toBe(after.includes('new') ? 1 : 0);
        expect(after.filter((node) => node !== 'new')).toEqual(
          before.filter((node) => !gone.includes(node)),
        );
      }),
    );
  });
});

describe('the targets of an operation', () => {
  it('are the home nodes if suspicion is ignored or there is none', () => {
    fc.assert(
      fc.property(rings, key, suspicion, (ring, k, suspects) => {
        const home = homeNodes(ring, k, copies).map((node) => ({ node, owner: null }));
        const list = preferenceList(ring, k);
        expect(targetsOf(list, { copies, sloppy: false, suspects })).toEqual(home);
        expect(targetsOf(list, { copies, sloppy: true, suspects: {} })).toEqual(home);
      }),
    );
  });

  it('are the first nodes of the list that are not suspected', () => {
    fc.assert(
      fc.property(rings, key, suspicion, (ring, k, suspects) => {
        const list = preferenceList(ring, k);
        const targets = targetsOf(list, { copies, sloppy: true, suspects });
        expect(targets.map(({ node }) => node)).toEqual(
          list.filter((node) => !has(suspects, node)).slice(0, copies),
        );
      }),
    );
  });

  it('stand in, where they are not at home, each for another suspected home node in order', () => {
    fc.assert(
      fc.property(rings, key, suspicion, (ring, k, suspects) => {
        const list = preferenceList(ring, k);
        const home = list.slice(0, copies);
        const targets = targetsOf(list, { copies, sloppy: true, suspects });
        const substitutes = targets.filter(({ node }) => !home.includes(node));
        const absent = home.filter((node) => has(suspects, node));
        expect(substitutes.map(({ owner }) => owner)).toEqual(absent.slice(0, substitutes.length));
        expect(targets.filter(({ owner }) => owner === null).length).toBe(
          home.length - absent.length,
        );
      }),
    );
  });
});

describe('a ring', () => {
  it('is refused without tokens, with two at one place, and for a key it does not place', () => {
    const twice = ['A', 'B'].map((node) => ({ position: 1, node }));
    expect(() => ringOf([], {})).toThrow('without tokens');
    expect(() => ringOf(twice, {})).toThrow('share the position 1');
    expect(() => preferenceList(ringOf([{ position: 1, node: 'A' }], {}), 'k')).toThrow("key 'k'");
  });
});
