import { describe, expect, it } from 'vitest';
import { model, strong, system, weak } from '../../../checker/index.ts';
import type { Fairness } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { assumptionsOf, boundsOf, fairBoundsOf } from '../../../checker/trace/bounds.ts';
import { terminates } from '../../../checker/index.ts';
import { flaps, mutualExclusion } from '../engine/liveness/protocols.ts';

const flapsAlone = system({ ...flaps, faultInputs: ['flip'] });

function loading(assumption: Fairness, of = mutualExclusion): () => unknown {
  return () => load(model('test/fair', { system: of, properties: {}, fairness: [assumption] }));
}

describe('a fairness assumption', () => {
  it.each<[string, Fairness, string]>([
    ['a sender', weak.deliver({ from: 'c3' }), "names the host 'c3'"],
    ['a receiver', weak.deliver({ to: 'server' }), 'Hosts: c1, c2, lock'],
    ['a type of message', strong.deliver({ type: 'aquire' }), "the type of message 'aquire'"],
    ['a message to another host', weak.deliver({ to: 'c1', type: 'acquire' }), 'no machine there'],
    ['a delay', strong.timer({ delay: 'leaves' }), "the delay 'leaves'"],
    ['a delay of another host', weak.timer({ host: 'lock', delay: 'leave' }), "'leave'"],
    ['a host that restarts', weak.restart({ host: 'n1' }), "names the host 'n1'"],
    ['an input', weak.input({ type: 'wants' }), "the type of event 'wants'"],
    ['a heal without partitions', weak.heal(), 'has no partitions'],
  ])('that names %s wrongly is refused', (_, assumption, why) => {
    expect(loading(assumption)).toThrow(why);
  });

  it('that speaks of a fault is refused: faults are never fair', () => {
    expect(loading(strong.input({ type: 'flip' }), flapsAlone)).toThrow('faults are never fair');
    expect(loading(strong.input({ type: 'settle' }), flapsAlone)).not.toThrow();
  });

  it('that names what there is is taken', () => {
    for (const assumption of [
      weak.deliver({ from: 'c1', to: 'lock', type: 'acquire' }),
      strong.timer({ host: 'c2', delay: 'leave' }),
      weak.restart({ host: 'lock' }),
      strong.input({ host: 'c1', type: 'want' }),
    ]) {
      expect(loading(assumption)).not.toThrow();
    }
  });
});

describe('what verdicts on liveness assume', () => {
  const fairness = [
    weak.deliver({ from: 'c1', type: 'acquire' }),
    strong.timer({ host: 'c2', delay: 'leave' }),
    weak.timer(),
    weak.restart({ host: 'c1' }),
    strong.input({ type: 'want' }),
  ];
  const live = model('test/fair', {
    system: mutualExclusion,
    properties: { Ends: terminates() },
    fairness,
  });

  it('is said in words, the weak before the strong', () => {
    expect(assumptionsOf(live)).toBe(
      'weak fairness of deliveries of acquire from c1, timers, restarts of c1, strong fairness of timer leave at c2, input want',
    );
    expect(fairBoundsOf(live)).toBe(`${boundsOf(live)}; assuming ${assumptionsOf(live)}`);
    expect(assumptionsOf({ ...live, fairness: [] })).toBe('no fairness');
  });

  it('is not said where no property asks for liveness', () => {
    expect(assumptionsOf({ ...live, properties: {} })).toBeNull();
  });
});
