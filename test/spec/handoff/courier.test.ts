import { describe, expect, it } from 'vitest';
import { courier } from '../../../spec/handoff/courier.ts';
import type { Version } from '../../../spec/values/version.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'n4', machine: 'courier', key: 'k' };
const from = { host: 'n1', machine: 'put', key: 'p1' };
const input = { self, disk: null, versioning: { mode: 'dvv', skew: {} } };
const version = (value: string, node: string): Version => ({
  dot: { node, counter: 1 },
  clock: {},
  stamp: 0,
  value,
  ghost: { past: { [value]: true } },
});
const x = version('x', 'n1');
const y = version('y', 'n2');
const storeHint = (owner: string, ...versions: readonly Version[]) => ({
  type: 'storeHint',
  from,
  key: 'k',
  owner,
  versions,
});
const handOff = (owner: string, ...versions: readonly Version[]) => [
  owner,
  { type: 'handOff', from: self, key: 'k', owner, versions },
];
const handedOff = (owner: string, ...versions: readonly Version[]) => ({
  type: 'handedOff',
  owner,
  versions,
});
const waiting = { burdened: 'waiting' };
const awaitingOwners = { burdened: 'awaitingOwners' };

describe('a courier', () => {
  it('keeps what it takes for others apart by owner, and acknowledges it', () => {
    const at = told(courier, input, [storeHint('n3', x), storeHint('n2', x), storeHint('n3', y)]);
    expect(at.context['disk']).toEqual({ hints: { n2: [x], n3: [x, y] } });
    expect(at.sent).toEqual([[from, { type: 'stored', by: 'n4' }]]);
    expect(at.state).toEqual(waiting);
    expect(at.armed).toEqual(['handoffDelay']);
  });

  it('shows readers everything it keeps, merged', () => {
    const read = { type: 'readHint', from, key: 'k' };
    const at = told(courier, input, [storeHint('n3', x), storeHint('n2', x, y), read]);
    expect(at.sent).toEqual([[from, { type: 'held', by: 'n4', versions: [x, y] }]]);
    expect(boot(courier, input).tell(read).sent).toEqual([
      [from, { type: 'held', by: 'n4', versions: [] }],
    ]);
  });

  it('hands over to each owner, and again until it is answered', () => {
    const burdened = told(courier, input, [storeHint('n3', y), storeHint('n2', x)]);
    const once = burdened.fire('handoffDelay', 'burdened.waiting');
    expect(once.state).toEqual(awaitingOwners);
    expect(once.sent).toEqual([handOff('n2', x), handOff('n3', y)]);
    expect(once.armed).toEqual(['handoffRetry']);
    const twice = once.fire('handoffRetry', 'burdened.awaitingOwners');
    expect(twice.state).toEqual(awaitingOwners);
    expect(twice.sent).toEqual([handOff('n2', x), handOff('n3', y)]);
    expect(twice.armed).toEqual(['handoffRetry']);
  });

  it('is unburdened, as at the start, once every owner has everything', () => {
    const burdened = told(courier, input, [storeHint('n3', y), storeHint('n2', x)]);
    const handed = burdened.fire('handoffDelay', 'burdened.waiting');
    const half = handed.tell(handedOff('n3', y));
    expect(half.state).toEqual(awaitingOwners);
    expect(half.context['disk']).toEqual({ hints: { n2: [x] } });
    const empty = half.tell(handedOff('n2', x));
    expect(empty.state).toBe('unburdened');
    expect(empty.context).toEqual(boot(courier, input).context);
  });

  it('keeps all if a hint came while the others were on their way', () => {
    const handed = boot(courier, input)
      .tell(storeHint('n3', x))
      .fire('handoffDelay', 'burdened.waiting');
    const more = handed.tell(storeHint('n3', y));
    expect(more.state).toEqual(waiting);
    expect(more.armed).toEqual(['handoffDelay']);
    const late = more.tell(handedOff('n3', x));
    expect(late.state).toEqual(waiting);
    expect(late.context['disk']).toEqual({ hints: { n3: [x, y] } });
    const again = late.fire('handoffDelay', 'burdened.waiting');
    expect(again.sent).toEqual([handOff('n3', x, y)]);
    expect(again.tell(handedOff('n3', x)).state).toEqual(waiting);
    expect(again.tell(handedOff('n3', x)).context).toEqual(late.context);
    expect(late.tell(handedOff('n3', x, y)).state).toBe('unburdened');
  });

  it('takes up its hints again after a crash', () => {
    const { context } = told(courier, input, [storeHint('n3', x)]);
    const again = boot(courier, { ...input, disk: context['disk'] });
    expect([again.state, again.armed]).toEqual([waiting, ['handoffDelay']]);
  });
});
