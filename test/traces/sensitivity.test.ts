import { describe, expect, it } from 'vitest';
import type { Json } from '../../checker/index.ts';
import { isList } from '../../checker/json.ts';
import { load } from '../../checker/system/load.ts';
import type { NodePicture } from '../../impl/core/inspection.ts';
import { differences, specPicture, storePicture } from '../../traces/bridge/comparison.ts';
import type { Picture } from '../../traces/bridge/comparison.ts';
import { perform } from '../../traces/bridge/mapping.ts';
import { machinesOf } from '../../traces/bridge/node-abstraction.ts';
import { Rig } from '../../traces/bridge/rig.ts';
import { dynamoModel, walked } from './random-dynamo.ts';
import { plainRing } from '../../spec/cluster.model.ts';

const put = { op: 'put', id: 'p' } as const;
const get = { op: 'get', id: 'g' } as const;
const faults = { 'input:suspect': 2, crash: 1, partition: 1 };
const nodes = ['n1', 'n2', 'n3', 'n4'];

/** Walks on which, together, every part of a state is something other than empty. */
const walks = (
  [
    { repair: 'block', w: 1 },
    { repair: 'async', w: 2 },
  ] as const
).flatMap((varied) => {
  const setting = { ring: plainRing(4), n: 3, r: 2, sloppy: true, ...varied };
  const loaded = load(
    dynamoModel(
      setting,
      [
        [put, get],
        [
          { ...put, id: 'q' },
          { ...get, id: 'h' },
        ],
      ],
      faults,
    ),
  );
  return Array.from({ length: 12 }, (_, seed) => {
    const picks = Array.from(
      { length: 25 },
      (__, at) => (at + 1) * 7919 * (seed + 1) + 31 * at * at,
    );
    return { loaded, ...walked(loaded, picks) };
  });
});

/** Every value that differs from `value` in one leaf, with the path of that leaf. */
function flips(value: Json, path = ''): readonly { readonly path: string; readonly value: Json }[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return [{ path, value: flipped(value) }];
  }
  const parts: readonly (readonly [string, Json])[] = Object.entries(value);
  return parts.flatMap(([name, part]) =>
    flips(part, `${path}/${name}`).map((one) => ({
      path: one.path,
      value: isList(value)
        ? value.map((item, at) => (String(at) === name ? one.value : item))
        : { ...value, [name]: one.value },
    })),
  );
}

function flipped(leaf: Json): Json {
  if (typeof leaf === 'number') return leaf + 1;
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'string') return `${leaf}~`;
  if (leaf === null) return 'something';
  return isList(leaf) ? ['something'] : { something: 1 };
}

describe('the comparison of states', () => {
  it('notices every leaf of an expected picture that is changed', () => {
    const unnoticed = new Set<string>();
    let tried = 0;
    for (const { steps } of walks.slice(8, 16)) {
      const state = steps.at(-1)?.state;
      if (state === undefined) throw new Error('the walk has no steps');
      const expected = specPicture(state, nodes);
      for (const { path, value } of flips(expected as unknown as Json)) {
        tried += 1;
        const found = differences(value as unknown as Picture, expected);
        if (found.length === 0) unnoticed.add(path);
      }
    }
    expect([...unnoticed]).toEqual([]);
    expect(tried).toBeGreaterThan(1000);
  });

  it('finds nothing where the store is as it should be', () => {
    for (const { loaded, steps } of walks) {
      const rig = new Rig(loaded);
      for (const { action } of steps) expect(perform(rig, action)).toBeNull();
      const last = steps.at(-1)?.state;
      expect(last && differences(specPicture(last, nodes), storePicture(rig))).toEqual([]);
    }
  });
});

/** Leaves of a node's picture that the spec has no counterpart of, each with the reason. */
const withoutCounterpart: Readonly<Record<string, RegExp>> = {
  'the upkeep of a node is compared apart': /^\/(phase|unsynced|withheld|refusedFrames)/,
  'tells frames of dead requests from others': /^\/incarnation$|\/sequence$/,
  'how long a timer takes, and by which name it fires': /^\/timers\/#\/(ms|timer)$/,
  'puts forget their targets once they are asked': /^\/puts\/#\/targets\//,
  'nobody holds a result before there is one': /^\/gets\/#\/(result|holders|known)(\/n\d)?$/,
  'timers that nobody owns are counted apart': /^\/timers$/,
  'what a node must hold by now counts by what it lacks': /^\/gets\/#\/known\/.*(stamp|value)$/,
  'what a writer has seen is known by dot and clock': /^\/puts\/#\/version\/(stamp|value)$/,
};

describe('the abstraction of a node', () => {
  it('shows every kind of leaf that the store has, but those that have no counterpart', () => {
    const all = new Set<string>();
    const shown = new Set<string>();
    for (const { loaded, steps } of walks) {
      const rig = new Rig(loaded);
      for (const { action } of steps) {
        perform(rig, action);
        for (const { kind, isShown } of nodes.flatMap((node) => leavesOf(rig, node))) {
          all.add(kind);
          if (isShown) shown.add(kind);
        }
      }
    }
    const reasons = Object.values(withoutCounterpart);
    const hidden = [...all].filter((kind) => !shown.has(kind));
    expect(hidden.filter((kind) => !reasons.some((reason) => reason.test(kind)))).toEqual([]);
    expect(reasons.filter((reason) => !hidden.some((kind) => reason.test(kind)))).toEqual([]);
  });
});

/** The leaves of a node's picture by kind, and whether the abstraction shows a change of each. */
function leavesOf(rig: Rig, node: string) {
  const picture = rig.cluster.inspect(node);
  if (picture === null || picture.phase !== 'running') return [];
  const before = shownAs(rig, picture);
  // Through text, because the store's records have no prototype and the flips are plain data.
  const plain: Json = JSON.parse(JSON.stringify(picture));
  return flips(plain).map(({ path, value }) => ({
    kind: path.replaceAll(/\/\d+(?=\/|$)/g, '/#'),
    isShown: shownAs(rig, value as unknown as NodePicture) !== before,
  }));
}

/** The abstraction of a picture; one that makes no sense at all is noticed as well. */
function shownAs(rig: Rig, picture: NodePicture): string {
  try {
    return JSON.stringify(machinesOf(rig, picture));
  } catch {
    return 'refused';
  }
}
