import { describe, expect, it } from 'vitest';
import { load } from '../../checker/system/load.ts';
import type { Model } from '../../checker/index.ts';
import { byKey, byRequest, dynamoNode } from '../../spec/dynamo.ts';
import { plainRing } from '../../spec/cluster.model.ts';
import { models as crashes } from '../../spec/dynamo.model.ts';
import { models as divergences } from '../../spec/handoff/divergence.model.ts';
import { models as handoffs } from '../../spec/handoff/handoff.model.ts';
import { models as quorums } from '../../spec/quorum/quorum.model.ts';
import { models as rings } from '../../spec/ring/ring.model.ts';
import { noContext } from '../../spec/values/minting.ts';
import { models as versions } from '../../spec/versions/versions.model.ts';

const from = { host: 'c1', machine: 'client', key: null };
const all: readonly Model[] = [crashes, divergences, handoffs, quorums, rings, versions].flat();

describe('a Dynamo node', () => {
  it('finds replicas and couriers by key, requests by their name', () => {
    expect(byKey({ type: 'read', key: 'k' })).toBe('k');
    const ghost = { past: {} };
    const put = { type: 'clientPut', from, id: 'p1', key: 'k', value: 'p1' } as const;
    expect(byRequest({ ...put, context: noContext, ghost })).toBe('p1');
  });

  it('takes no message for a replica that names no key', () => {
    expect(() => byKey({ type: 'handedOff' })).toThrow("type 'handedOff' names no key");
  });

  it('is strict, without repair and with dotted clocks unless told otherwise', () => {
    const node = dynamoNode({ ring: plainRing(3), n: 3, r: 2, w: 2 });
    const versioning = { mode: 'dvv', skew: {} };
    expect(node.member.input).toMatchObject({ sloppy: false, copies: 3 });
    expect(node.get.input).toEqual({ copies: 3, r: 2, repair: 'off', versioning });
    expect(node.put.input).toEqual({ w: 2, versioning });
  });
});

describe('the models', () => {
  it('can all be loaded', () => {
    expect(all.map((model) => load(model).model.name)).toEqual(all.map(({ name }) => name));
  });

  it('have names of their own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('each name only properties they have, in expectations and mutants', () => {
    for (const { properties, expect: expected, mutants } of all) {
      const named = [
        ...Object.keys(expected),
        ...Object.values(mutants).map((one) => one.caughtBy),
      ];
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(named));
    }
  });

  it('together break every property by a mutant or show it violated', () => {
    const properties = all.flatMap(({ properties: held }) =>
      Object.entries(held).filter(([, { kind }]) => kind !== 'sometimes'),
    );
    const broken = all.flatMap((model) => Object.values(model.mutants).map((one) => one.caughtBy));
    expect(new Set(broken)).toEqual(new Set(properties.map(([name]) => name)));
  });

  it('say which store they are about, or why there is none', () => {
    expect(all.every(({ store, storeless }) => (store === null) !== (storeless === ''))).toBe(true);
  });
});
