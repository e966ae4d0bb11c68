import { describe, expect, it, vi } from 'vitest';
import { load } from '../../../checker/system/load.ts';
import { Guided, mostPrefixes } from '../../../checker/simulation/guided.ts';
import { Pct } from '../../../checker/simulation/pct.ts';
import { Random } from '../../../checker/simulation/random.ts';
import { Uniform } from '../../../checker/simulation/uniform.ts';
import { Walker } from '../../../checker/simulation/walker.ts';
import { locked, racing } from '../fixtures/walkable.model.ts';
import { register } from '../fixtures/register.model.ts';
import { planned, simulatedHere, walked } from '../fixtures/walks.ts';

// Hundreds of walks take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function seeded(seed: number): Random {
  const random = new Random();
  random.seed(seed, 0);
  return random;
}

/** The walkers and choices of one PCT walk, with the source that acted at each step. */
function* pctWalk(pct: Pct, seed: number) {
  const walker = new Walker(load(racing()), false);
  const random = seeded(seed);
  pct.begin(random);
  walker.begin();
  for (let step = 0; ; step++) {
    const count = walker.list();
    if (count === 0) return;
    const sources = Array.from({ length: count }, (_, entry) =>
      walker.actions.source(walker.actionOf(entry)),
    );
    const before = sources.map((source) => pct.priority(walker, source));
    const entry = pct.choose(walker, count, step);
    const after = sources.map((source) => pct.priority(walker, source));
    const action = walker.actionNumbered(walker.actionOf(entry));
    yield { step, sources, before, after, acts: sources[entry] ?? -1, action };
    walker.take(entry);
  }
}

describe('pct', () => {
  it('lets the enabled source of the highest priority act, at every step', () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const { sources, after, acts } of pctWalk(new Pct(3, 20), seed)) {
        expect(after[sources.indexOf(acts)]).toBe(Math.max(...after));
      }
    }
  });

  it('keeps priorities but for the one that falls at each moment of change, below all others', () => {
    let falls = 0;
    for (let seed = 0; seed < 20; seed++) {
      const first = new Map<number, number>();
      for (const { sources, before, after } of pctWalk(new Pct(1, 20), seed)) {
        sources.forEach((source, at) => {
          const [was = 0, is = 0] = [before[at], after[at]];
          if (was !== is) {
            expect(was).toBe(Math.max(...before));
            expect(is).toBe(1);
            expect(is).toBeLessThan(Math.min(...before.filter((_, other) => other !== at), 2));
            falls++;
          } else if (is !== 1) expect(first.get(source) ?? is).toBe(is);
          if (is !== 1) first.set(source, is);
        });
      }
    }
    // One moment in each walk of 28 steps or so, spread over 20 of them.
    expect(falls).toBe(20);
  });

  it('never changes who is first where it may change nothing', () => {
    for (const { before, after } of pctWalk(new Pct(0, 20), 5)) expect(after).toEqual(before);
  });

  it('makes each runner lose as often as the least of all priorities is one of its three', () => {
    // Whoever has it waits there until the other is done: so each is last in half of the walks.
    let fastIsLast = 0;
    const pct = new Pct(0, 20);
    for (let seed = 0; seed < 200; seed++) {
      const { action } = [...pctWalk(pct, seed)].at(-1) ?? {};
      if (action?.kind === 'deliver' && action.to.host === 'fast') fastIsLast++;
    }
    expect(Math.abs(fastIsLast - 100)).toBeLessThan(6 * 7);
  });

  it('finds the one order of many steps that uniform walks miss', () => {
    // The slow runner takes its 37 steps before the fast one takes its third: with uniform draws a chance of
    // less than 1 in 10^8; by priorities a matter of whose three sources come first.
    const model = racing({ slow: 18 });
    const uniform = walked(model, planned(), 3000).findings;
    const pct = walked(model, planned({ strategy: 'pct', changes: 1 }), 100).findings;
    expect(uniform.map(({ property }) => property)).not.toContain('FastFirst');
    expect(pct.map(({ property }) => property)).toContain('FastFirst');
  });
});

describe('uniform', () => {
  it('draws every enabled action as often as the others', () => {
    const walker = new Walker(load(locked), false);
    const uniform = new Uniform(1);
    uniform.begin(seeded(1));
    walker.begin();
    const count = walker.list();
    expect(count).toBe(6);
    const counts = Array.from({ length: count }, () => 0);
    for (let draw = 0; draw < 6000; draw++) {
      const entry = uniform.choose(walker, count);
      counts[entry] = (counts[entry] ?? 0) + 1;
    }
    for (const one of counts) expect(Math.abs(one - 1000)).toBeLessThan(6 * 29);
  });

  it('draws a fault as much more seldom as it is told', () => {
    const walker = new Walker(load(register({ drops: 1 })), false);
    walker.begin();
    walker.list();
    walker.take(0);
    const count = walker.list();
    const faults = Array.from({ length: count }, (_, entry) =>
      walker.actions.isFault(walker.actionOf(entry)),
    );
    // Two writes in flight, to be delivered or dropped, and the client's patience.
    expect(faults.filter(Boolean)).toHaveLength(2);
    expect(count).toBe(5);
    const uniform = new Uniform(0.1);
    uniform.begin(seeded(1));
    let drawn = 0;
    for (let draw = 0; draw < 32_000; draw++) {
      if (faults[uniform.choose(walker, count)] === true) drawn++;
    }
    // 0.2 of 3.2, so 2000.
    expect(Math.abs(drawn - 2000)).toBeLessThan(6 * 43);
  });
});

describe('guided', () => {
  it.each([1, 2, 3, 4, 5])(
    'opens a lock that uniform walks leave shut in more steps: seed %i',
    async (seed) => {
      const order = { kind: 'all', walks: 4000 } as const;
      const plan = planned({ seed, depth: 20 });
      const guided = await simulatedHere(locked, { ...plan, strategy: 'guided' }, order);
      const uniform = await simulatedHere(locked, plan, order);
      expect(guided.steps).toBeLessThan(uniform.steps);
      // Uniform walks turn it n times in about 6^n steps, and take 80 000.
      expect(guided.abstractStates).toBe(11);
      expect(uniform.abstractStates).toBeLessThan(10);
      expect(guided.findings.has('StaysShut')).toBe(true);
      expect(uniform.findings.has('StaysShut')).toBe(false);
    },
  );

  it('begins some walks as its corpus says, and draws the others', () => {
    const guided = new Guided({ depth: 20, faultWeight: 1 });
    guided.learn([Uint32Array.of(0, 1, 2, 3)]);
    const walker = new Walker(load(locked), false);
    const random = new Random();
    let followed = 0;
    for (let walk = 0; walk < 400; walk++) {
      random.seed(1, walk);
      guided.begin(random);
      walker.begin();
      const choices = [0, 1, 2, 3].map((step) => {
        const entry = guided.choose(walker, walker.list(), step);
        if (entry >= 0) walker.take(entry);
        return entry;
      });
      if (choices.join() === '0,1,2,3') followed++;
    }
    // Seven walks in eight follow it; half of these all of it, and some others by chance.
    expect(followed).toBeGreaterThan(150);
    expect(followed).toBeLessThan(300);
  });

  it('forgets its oldest beginnings when there are too many', () => {
    const guided = new Guided({ depth: 8, faultWeight: 1 });
    guided.learn(Array.from({ length: mostPrefixes }, () => Uint32Array.of(5, 5, 5)));
    guided.learn(Array.from({ length: mostPrefixes }, () => Uint32Array.of(1, 1, 1)));
    const walker = new Walker(load(locked), false);
    const random = new Random();
    let old = 0;
    for (let walk = 0; walk < 200; walk++) {
      random.seed(2, walk);
      guided.begin(random);
      walker.begin();
      const choices = [0, 1, 2].map((step) => {
        const entry = guided.choose(walker, walker.list(), step);
        if (entry >= 0) walker.take(entry);
        return entry;
      });
      if (choices.join() === '5,5,5') old++;
    }
    // Only chance makes such a walk: 1 in 216.
    expect(old).toBeLessThan(6);
  });
});
