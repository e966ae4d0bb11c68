import { describe, expect, it } from 'vitest';
import type { Repair } from '../../../spec/quorum/get-coordinator.ts';
import { getCoordinator } from '../../../spec/quorum/get-coordinator.ts';
import type { Version } from '../../../spec/values/version.ts';
import type { Stepped } from '../stepping.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'n1', machine: 'get', key: 'g1' };
const from = { host: 'c1', machine: 'client', key: null };
const request = { type: 'clientGet', from, id: 'g1', key: 'k' };
const input = (repair: Repair, r = 2) => ({
  self,
  request,
  copies: 3,
  r,
  repair,
  versioning: { mode: 'dvv', skew: {} },
});
const version = (value: string, node: string): Version => ({
  dot: { node, counter: 1 },
  clock: {},
  stamp: 0,
  value,
  ghost: { past: { [value]: true } },
});
const x = version('x', 'n1');
const y = version('y', 'n2');
const routed = {
  type: 'routed',
  targets: [
    { node: 'n1', owner: null },
    { node: 'n2', owner: null },
    { node: 'n4', owner: 'n3' },
  ],
};
const strict = {
  type: 'routed',
  targets: ['n1', 'n2', 'n3'].map((node) => ({ node, owner: null })),
};
const held = (by: string, ...versions: readonly Version[]) => ({ type: 'held', by, versions });
const repaired = (by: string) => ({ type: 'repaired', by });
const repair = (to: string, acked: boolean, ...versions: readonly Version[]) => [
  to,
  { type: 'repair', from: acked ? self : null, key: 'k', versions },
];
const done = (versions: readonly Version[], clock: Readonly<Record<string, number>>) => [
  from,
  { type: 'getDone', id: 'g1', versions, context: { clock, time: 0 } },
];
const heard = (kind: Repair, ...events: readonly ReturnType<typeof held>[]): Stepped =>
  told(getCoordinator, input(kind), [strict, ...events]);

const stale = () => heard('block', held('n1', x), held('n2'));

describe('a get', () => {
  it('asks for its targets and reads them, itself like any other, substitutes for hints', () => {
    const asking = boot(getCoordinator, input('off'));
    expect(asking.sent).toEqual([['n1', { type: 'route', from: self, key: 'k' }]]);
    const reading = asking.tell(routed);
    expect(reading.sent).toEqual([
      ['n1', { type: 'read', from: self, key: 'k' }],
      ['n2', { type: 'read', from: self, key: 'k' }],
      ['n4', { type: 'readHint', from: self, key: 'k' }],
    ]);
    expect(reading.armed).toEqual(['requestTimeout']);
  });

  it('waits for R different nodes', () => {
    expect(heard('off', held('n1'), held('n1')).sent).toEqual([]);
    expect(heard('off', held('n1'), held('n1')).done).toBe(false);
  });

  it('returns what remains of the first R answers, and nobody is repaired', () => {
    const at = heard('off', held('n1', x), held('n2', y));
    expect([at.state, at.done]).toEqual(['done', true]);
    expect(at.sent).toEqual([done([x, y], { n1: 1, n2: 1 })]);
  });

  it('returns nothing, with an empty context, if nobody heard of the key', () => {
    expect(heard('off', held('n1'), held('n2')).sent).toEqual([done([], {})]);
  });

  it.each(['off', 'async', 'block'] as const)('is unknown when time is up (%s)', (kind) => {
    const at = heard(kind, held('n1', x)).fire('requestTimeout', 'unanswered');
    expect([at.state, at.done]).toEqual(['unknown', true]);
    expect(at.sent).toEqual([[from, { type: 'getUnknown', id: 'g1' }]]);
  });
});

describe('asynchronous repair', () => {
  it('answers first, then sends all to whoever lacks some of it', () => {
    const at = heard('async', held('n1', x), held('n2'));
    expect(at.sent).toEqual([done([x], { n1: 1 }), repair('n2', false, x)]);
    expect(at.state).toBe('repairing');
    expect(at.armed).toEqual(['repairTimeout']);
  });

  it('passes on news from a late answer to everyone who answered before', () => {
    const at = heard('async', held('n1', x), held('n2'), held('n3', y));
    expect(at.sent).toEqual([
      repair('n1', false, x, y),
      repair('n2', false, x, y),
      repair('n3', false, x, y),
    ]);
    expect([at.state, at.done]).toEqual(['done', true]);
  });

  it('repairs a late answerer alone if it brings no news', () => {
    const at = heard('async', held('n1', x), held('n2', x), held('n3'));
    expect(at.sent).toEqual([repair('n3', false, x)]);
  });

  it('leaves substitutes alone', () => {
    const at = told(getCoordinator, input('async'), [routed, held('n4'), held('n1', x)]);
    expect(at.sent).toEqual([done([x], { n1: 1 })]);
  });

  it('ends when all targets have answered at once, or when time is up', () => {
    const all = told(getCoordinator, input('async', 3), [
      strict,
      held('n1', x),
      held('n2', x),
      held('n3', x),
    ]);
    expect(all.done).toBe(true);
    const late = heard('async', held('n1', x), held('n2', x)).fire('repairTimeout', 'repairing');
    expect([late.done, late.sent]).toEqual([true, []]);
  });
});

describe('blocking repair', () => {
  it('answers at once if enough nodes hold the result', () => {
    const at = heard('block', held('n1', x), held('n2', x));
    expect([at.done, at.sent]).toEqual([true, [done([x], { n1: 1 })]]);
  });

  it('has whoever lacks some of it repaired before it answers', () => {
    expect(stale().sent).toEqual([repair('n2', true, x)]);
    expect(stale().state).toEqual({ unanswered: 'securing' });
    const at = stale().tell(repaired('n2'));
    expect([at.done, at.sent]).toEqual([true, [done([x], { n1: 1 })]]);
  });

  it('counts a late answerer that holds the result', () => {
    expect(stale().tell(held('n3', x)).sent).toEqual([done([x], { n1: 1 })]);
  });

  it('repairs a late answerer that does not, and keeps its result', () => {
    const at = stale().tell(held('n3', y));
    expect(at.sent).toEqual([repair('n3', true, x)]);
    expect(at.tell(repaired('n3')).sent).toEqual([done([x], { n1: 1 })]);
  });

  it('leaves a late substitute alone', () => {
    const at = told(getCoordinator, input('block'), [
      routed,
      held('n1', x),
      held('n2'),
      held('n4'),
    ]);
    expect([at.sent, at.done]).toEqual([[], false]);
  });

  it('is unknown when time is up', () => {
    const at = stale().fire('requestTimeout', 'unanswered');
    expect(at.sent).toEqual([[from, { type: 'getUnknown', id: 'g1' }]]);
  });

  it('keeps one timer for the whole request', () => {
    expect(stale().armed).toEqual([]);
  });

  it('takes only the first answer of each node, whatever its frames are doubled into', () => {
    expect(heard('off', held('n2'), held('n2', x), held('n3')).sent).toEqual([done([], {})]);
    const trailing = told(getCoordinator, input('async', 1), [strict, held('n1', x)]);
    expect(trailing.tell(held('n2')).sent).toEqual([repair('n2', false, x)]);
    expect(trailing.tell(held('n2')).tell(held('n2')).sent).toEqual([]);
    expect(stale().tell(held('n2')).sent).toEqual([]);
    expect(stale().tell(held('n2', x)).sent).toEqual([]);
    expect(stale().tell(held('n2', x)).tell(repaired('n2')).sent).toEqual([done([x], { n1: 1 })]);
  });
});
