import { describe, expect, it } from 'vitest';
import type { Mode, Version } from '../../../spec/values/version.ts';
import { noContext } from '../../../spec/values/minting.ts';
import { replica } from '../../../spec/versions/replica.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'n1', machine: 'replica', key: 'k' };
const from = { host: 'n2', machine: 'put', key: 'p1' };
const input = (mode: Mode = 'dvv') => ({ self, disk: null, versioning: { mode, skew: {} } });
const version = (value: string, node: string, clock = {}): Version => ({
  dot: { node, counter: 1 },
  clock,
  stamp: 0,
  value,
  ghost: { past: { [value]: true } },
});
const x = version('x', 'n2');
const y = version('y', 'n3');
const both = version('both', 'n4', { n2: 1, n3: 1 });
const afterX = version('afterX', 'n4', { n2: 1 });
const store = (...versions: readonly Version[]) => ({ type: 'store', from, key: 'k', versions });
const mint = (value: string) => ({
  type: 'mint',
  from,
  key: 'k',
  value,
  context: noContext,
  ghost: { past: {} },
});

describe('a replica', () => {
  it.each([
    ['absent', [], 'absent'],
    ['absent', [store(x)], 'single'],
    ['absent', [store(x, y)], 'siblings'],
    ['single', [store(x), store(x)], 'single'],
    ['single', [store(x), store(afterX)], 'single'],
    ['single', [store(x), store(y)], 'siblings'],
    ['siblings', [store(x, y), store(y)], 'siblings'],
    ['siblings', [store(x, y), store(both)], 'single'],
    ['siblings', [store(x, y), store(version('z', 'n5'))], 'siblings'],
  ])('that is %s and is told to store comes to hold what is left (%#)', (_, events, state) => {
    expect(told(replica, input(), events).state).toBe(state);
  });

  it.each([
    [null, 'absent'],
    [{ versions: [], counter: 3 }, 'absent'],
    [{ versions: [x], counter: 0 }, 'single'],
    [{ versions: [x, y], counter: 0 }, 'siblings'],
  ])('recalls from its disk what it holds (%#)', (disk, state) => {
    expect(boot(replica, { ...input(), disk }).state).toBe(state);
  });

  it('keeps the siblings, sorted, and drops what is superseded', () => {
    const at = told(replica, input(), [store(y), store(x), store(afterX)]);
    expect(at.context['disk']).toEqual({ versions: [y, afterX], counter: 0 });
  });

  it('shows what it holds, nothing included', () => {
    const read = { type: 'read', from, key: 'k' };
    expect(told(replica, input(), [read]).sent).toEqual([
      [from, { type: 'held', by: 'n1', versions: [] }],
    ]);
    expect(told(replica, input(), [store(x), read]).sent).toEqual([
      [from, { type: 'held', by: 'n1', versions: [x] }],
    ]);
  });

  it('acknowledges what it was told to store, even if that adds nothing', () => {
    expect(told(replica, input(), [store(x), store(x)]).sent).toEqual([
      [from, { type: 'stored', by: 'n1' }],
    ]);
  });

  it('takes in a repair, and says so only to one who waits', () => {
    const repair = { type: 'repair', from: null, key: 'k', versions: [x] };
    const silent = told(replica, input(), [repair]);
    expect([silent.state, silent.sent]).toEqual(['single', []]);
    expect(told(replica, input(), [{ ...repair, from }]).sent).toEqual([
      [from, { type: 'repaired', by: 'n1' }],
    ]);
  });

  it('takes in a handoff and confirms just what it was handed', () => {
    const handOff = { type: 'handOff', from, key: 'k', owner: 'n1', versions: [x] };
    const at = told(replica, input(), [store(y), handOff]);
    expect(at.state).toBe('siblings');
    expect(at.sent).toEqual([[from, { type: 'handedOff', owner: 'n1', versions: [x] }]]);
  });
});

describe('minting at a replica', () => {
  it('stores the new version and its number', () => {
    const at = told(replica, input(), [mint('p1')]);
    const minted = version('p1', 'n1');
    expect(at.state).toBe('single');
    expect(at.context['disk']).toEqual({ versions: [minted], counter: 1 });
    expect(at.sent).toEqual([[from, { type: 'minted', version: minted, versions: [minted] }]]);
  });

  it('names the siblings that travel along', () => {
    const at = told(replica, input(), [store(x), mint('p1')]);
    const minted = version('p1', 'n1');
    expect(at.state).toBe('siblings');
    expect(at.sent).toEqual([[from, { type: 'minted', version: minted, versions: [minted, x] }]]);
  });

  it('counts on after a crash', () => {
    const { context } = told(replica, input(), [mint('p1')]);
    const again = boot(replica, { ...input(), disk: context['disk'] }).tell(mint('p2'));
    expect(again.context['disk']).toMatchObject({ counter: 2 });
    expect(again.state).toBe('siblings');
  });
});
