import { describe, expect, it } from 'vitest';
import { putCoordinator } from '../../../spec/quorum/put-coordinator.ts';
import { noContext } from '../../../spec/values/minting.ts';
import type { Version } from '../../../spec/values/version.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'n1', machine: 'put', key: 'p1' };
const from = { host: 'c1', machine: 'client', key: null };
const request = {
  type: 'clientPut',
  from,
  id: 'p1',
  key: 'k',
  value: 'p1',
  context: noContext,
  ghost: { past: {} },
};
const input = (w: number) => ({ self, request, w, versioning: { mode: 'dvv', skew: {} } });
const version: Version = {
  dot: { node: 'n1', counter: 1 },
  clock: {},
  stamp: 0,
  value: 'p1',
  ghost: { past: { p1: true } },
};
const sibling: Version = { ...version, dot: { node: 'n2', counter: 1 }, value: 'p0' };
const routed = {
  type: 'routed',
  targets: [
    { node: 'n1', owner: null },
    { node: 'n3', owner: null },
    { node: 'n4', owner: 'n2' },
  ],
};
const minted = { type: 'minted', version, versions: [version, sibling] };
const stored = (by: string) => ({ type: 'stored', by });
const done = {
  type: 'putDone',
  id: 'p1',
  context: { clock: { n1: 1 }, time: 0 },
  ghost: { past: { p1: true } },
};

describe('a put', () => {
  it('asks for its targets, then for a version', () => {
    const asking = boot(putCoordinator, input(2));
    expect(asking.sent).toEqual([['n1', { type: 'route', from: self, key: 'k' }]]);
    const { type: _, id: __, ...write } = request;
    expect(asking.tell(routed).sent).toEqual([['n1', { ...write, type: 'mint', from: self }]]);
  });

  it('sends the version with its companions to the other targets, hints to substitutes', () => {
    const at = told(putCoordinator, input(2), [routed, minted]);
    const asked = { from: self, key: 'k', versions: [version, sibling] };
    expect(at.sent).toEqual([
      ['n3', { type: 'store', ...asked }],
      ['n4', { type: 'storeHint', ...asked, owner: 'n2' }],
    ]);
    expect(at.state).toBe('awaitingAcks');
    expect(at.context).toMatchObject({ targets: [], ackers: { n1: true } });
    expect(at.armed).toEqual(['requestTimeout']);
  });

  it('is done at once if the own copy is enough', () => {
    const at = told(putCoordinator, input(1), [routed, minted]);
    expect(at.done).toBe(true);
    expect(at.sent.at(-1)).toEqual([from, done]);
  });

  it('is done when W different nodes store it, substitutes included', () => {
    const twice = told(putCoordinator, input(3), [routed, minted, stored('n4'), stored('n4')]);
    expect(twice.done).toBe(false);
    const at = twice.tell(stored('n3'));
    expect(at.state).toBe('succeeded');
    expect(at.sent).toEqual([[from, done]]);
  });

  it('is unknown when time is up', () => {
    const at = told(putCoordinator, input(2), [routed, minted]).fire(
      'requestTimeout',
      'awaitingAcks',
    );
    expect([at.state, at.done]).toEqual(['unknown', true]);
    expect(at.sent).toEqual([[from, { type: 'putUnknown', id: 'p1' }]]);
  });
});
