import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { member } from '../../../spec/ring/ring-walk.ts';
import { idSet, members } from '../../../spec/values/id-set.ts';
import { preferenceList, ringOf, targetsOf } from '../../../spec/values/ring.ts';
import { keys, rings } from '../values/generated.ts';
import type { Stepped } from '../stepping.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'A', machine: 'member', key: null };
const from = { host: 'A', machine: 'get', key: 'g1' };
const tokens = ['A', 'E', 'A', 'D', 'F', 'B'].map((node, position) => ({ position, node }));
const ring = ringOf(tokens, { k: 0, late: 5, beyond: 9 });
const input = { self, disk: null, ring, copies: 3, sloppy: true };

const suspect = (node: string) => ({ type: 'suspect', node });
const trust = (node: string) => ({ type: 'trust', node });
const targets = (at: Stepped, key = 'k') => {
  const { sent, state } = at.tell({ type: 'route', from, key });
  expect(state).toBe('resting');
  return sent;
};
const routed = (...list: readonly string[]) => [
  [
    from,
    {
      type: 'routed',
      targets: list.map((target) => {
        const [node, owner = null] = target.split(' for ');
        return { node, owner };
      }),
    },
  ],
];

describe('the walk round the ring', () => {
  it('skips the second A', () => {
    expect(targets(boot(member, input))).toEqual(routed('A', 'E', 'D'));
  });

  it('wraps at the last token, and begins at the first for a key beyond it', () => {
    expect(targets(boot(member, input), 'late')).toEqual(routed('B', 'A', 'E'));
    expect(targets(boot(member, input), 'beyond')).toEqual(routed('A', 'E', 'D'));
  });

  it('lets the next nodes stand in for suspected home nodes, first for first', () => {
    const doubtful = told(member, input, [suspect('E'), suspect('D')]);
    expect(targets(doubtful)).toEqual(routed('A', 'F for E', 'B for D'));
  });

  it('passes by a suspected node that is not at home', () => {
    const doubtful = told(member, input, [suspect('E'), suspect('F')]);
    expect(targets(doubtful)).toEqual(routed('A', 'D', 'B for E'));
  });

  it('gives a short list once it is all the way round', () => {
    const doubtful = told(member, input, ['E', 'D', 'F'].map(suspect));
    expect(targets(doubtful)).toEqual(routed('A', 'B for E'));
    expect(targets(boot(member, { ...input, copies: 9 }))).toEqual(routed('A', 'E', 'D', 'F', 'B'));
  });

  it('ignores suspicion if quorums are strict', () => {
    const strict = told(member, { ...input, sloppy: false }, [suspect('E')]);
    expect(targets(strict)).toEqual(routed('A', 'E', 'D'));
  });

  it('is forgotten when it is over', () => {
    const before = boot(member, input);
    expect(before.tell({ type: 'route', from, key: 'k' }).context).toEqual(before.context);
  });

  it('refuses a key that the ring does not place', () => {
    expect(() => boot(member, input).tell({ type: 'route', from, key: 'x' })).toThrow("key 'x'");
  });

  it('lists what the value `targetsOf` does, on any ring under any suspicion', () => {
    const suspects = fc.subarray(['n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8']).map(idSet);
    fc.assert(
      fc.property(
        rings,
        fc.constantFrom(...keys),
        suspects,
        fc.boolean(),
        (any, key, suspected, sloppy) => {
          const setting = {
            self: { ...self, host: 'n1' },
            disk: null,
            ring: any,
            copies: 3,
            sloppy,
          };
          const at = told(member, setting, members(suspected).map(suspect));
          const list = preferenceList(any, key);
          const outlook = { copies: 3, sloppy, suspects: suspected };
          expect(at.tell({ type: 'route', from, key }).sent).toEqual([
            [from, { type: 'routed', targets: targetsOf(list, outlook) }],
          ]);
        },
      ),
    );
  });
});

describe('suspicion', () => {
  it('comes and goes', () => {
    const doubtful = told(member, input, [suspect('E'), trust('E')]);
    expect(targets(doubtful)).toEqual(routed('A', 'E', 'D'));
  });

  it('never falls on the node itself', () => {
    expect(targets(told(member, input, [suspect('A')]))).toEqual(routed('A', 'E', 'D'));
  });
});
