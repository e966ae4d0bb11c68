import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPosition, makeRing, preferenceList, scatterTokens } from '../../../impl/core/ring.ts';
import { chooseTargets, homeNodes } from '../../../impl/core/targets.ts';

const NODES = ['A', 'B', 'C', 'D', 'E', 'F'];
const tokens = fc.array(
  fc.record({ position: fc.bigInt({ min: 0n, max: 20n }), node: fc.constantFrom(...NODES) }),
  { minLength: 1, maxLength: 12 },
);

describe('the ring', () => {
  it('lists every node that has a token exactly once, whatever the key', () => {
    fc.assert(
      fc.property(tokens, fc.bigInt({ min: 0n, max: 25n }), (given, at) => {
        const list = preferenceList(makeRing(given, new Map([['k', at]])), 'k');
        expect(list.toSorted()).toEqual([...new Set(given.map(({ node }) => node))].toSorted());
      }),
    );
  });

  it('begins with the owner of the first token at or behind the key, else of the very first', () => {
    fc.assert(
      fc.property(tokens, fc.bigInt({ min: 0n, max: 25n }), (given, at) => {
        const ring = makeRing(given, new Map([['k', at]]));
        const owner = ring.tokens.find(({ position }) => position >= at) ?? ring.tokens[0];
        expect(preferenceList(ring, 'k')[0]).toBe(owner?.node);
      }),
    );
  });

  it('does not depend on the order in which tokens are named', () => {
    fc.assert(
      fc.property(tokens, (given) => {
        expect(makeRing(given.toReversed())).toEqual(makeRing(given));
      }),
    );
  });

  it('skips a node met again on the walk, as on the lecture slide', () => {
    const names = ['A', 'C', 'A', 'D', 'B'];
    const ring = makeRing(
      names.map((node, index) => ({ position: BigInt(index * 10 + 10), node })),
      new Map([['k', 5n]]),
    );
    expect(homeNodes(preferenceList(ring, 'k'), 3)).toEqual(['A', 'C', 'D']);
  });

  it('hashes keys by MD5', () => {
    expect(hashPosition('')).toBe(0xd41d8cd98f00b204e9800998ecf8427en);
    expect(hashPosition('a')).toBe(0x0cc175b9c0f1b6a831c399e269772661n);
  });

  it('scatters tokens so that no node keeps more than twice its share', () => {
    const ring = makeRing(scatterTokens(NODES, 64));
    const firsts = Array.from({ length: 3000 }, (_, index) => preferenceList(ring, `${index}`)[0]);
    for (const node of NODES) {
      const share = firsts.filter((first) => first === node).length / firsts.length;
      expect(share).toBeLessThan(2 / NODES.length);
    }
  });

  it('moves only keys that the joining node takes over', () => {
    const before = makeRing(scatterTokens(NODES, 16));
    const after = makeRing(scatterTokens([...NODES, 'G'], 16));
    for (let index = 0; index < 500; index += 1) {
      const owner = preferenceList(after, `${index}`)[0];
      expect([preferenceList(before, `${index}`)[0], 'G']).toContain(owner);
    }
  });
});

describe('targets', () => {
  const choice = fc.record({
    preference: fc.shuffledSubarray(NODES, { minLength: 1 }),
    n: fc.integer({ min: 1, max: 4 }),
    sloppy: fc.boolean(),
    suspects: fc.subarray(NODES).map((nodes) => new Set(nodes)),
  });

  it('of a sloppy quorum are the first N that are not suspected', () => {
    fc.assert(
      fc.property(choice, (given) => {
        const targets = chooseTargets({ ...given, sloppy: true });
        const expected = given.preference.filter((node) => !given.suspects.has(node));
        expect(targets.map(({ node }) => node)).toEqual(expected.slice(0, given.n));
      }),
    );
  });

  it('pair the i-th substitute with the i-th suspected home node', () => {
    fc.assert(
      fc.property(choice, (given) => {
        const home = homeNodes(given.preference, given.n);
        const targets = chooseTargets({ ...given, sloppy: true });
        const substitutes = targets.filter(({ owner }) => owner !== null);
        const skipped = home.filter((node) => given.suspects.has(node));
        expect(substitutes.map(({ owner }) => owner)).toEqual(skipped.slice(0, substitutes.length));
        const atHome = targets.filter(({ owner }) => owner === null);
        expect(atHome.every(({ node }) => home.includes(node))).toBe(true);
        expect(substitutes.some(({ node }) => home.includes(node))).toBe(false);
      }),
    );
  });

  it('of a strict quorum are the home nodes, suspected or not', () => {
    fc.assert(
      fc.property(choice, (given) => {
        const targets = chooseTargets({ ...given, sloppy: false });
        const home = homeNodes(given.preference, given.n);
        expect(targets).toEqual(home.map((node) => ({ node, owner: null })));
      }),
    );
  });
});
