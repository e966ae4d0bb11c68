import { describe, expect, it, vi } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { modelOf } from '../../../checker/check/subject.ts';
import { deadlock } from '../../../checker/model/property.ts';
import { Simulator } from '../../../checker/simulation/simulator.ts';
import { simulate } from '../../../checker/simulation/simulation.ts';
import type { Simulation, WalkOrder } from '../../../checker/simulation/simulation.ts';
import { OutOfMemory } from '../../../checker/simulation/thread-simulator.ts';
import type { StrategyName } from '../../../checker/simulation/walk.types.ts';
import { load } from '../../../checker/system/load.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { always, host, model as asModel, resident, system } from '../../../checker/index.ts';
import type { Message } from '../../../checker/index.ts';
import { models as quorums } from '../../../spec/quorum/quorum.model.ts';
import { registerSubject } from '../fixtures/in-process.ts';
import { models as registers, register } from '../fixtures/register.model.ts';
import { counter, counting, locked, racing } from '../fixtures/walkable.model.ts';
import { localSimulator, planned, simulatedHere, unwatched, walked } from '../fixtures/walks.ts';

// Hundreds of walks take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const strategies: readonly StrategyName[] = ['uniform', 'pct', 'guided'];
const thousand: WalkOrder = { kind: 'all', walks: 1000 };

function quorum(name: string) {
  const found = quorums.find((model) => model.name === name);
  if (found === undefined) throw new Error(`no model is called ${name}`);
  return found;
}

const inputs = (): readonly Message[] => [{ type: 'tick' }];

function plain({ findings, taken, happened, ...rest }: Simulation): object {
  const byName = [...findings].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...rest,
    findings: byName,
    taken: [...taken].toSorted(),
    happened: [...happened].toSorted(),
  };
}

describe('a simulation', () => {
  it.each(strategies)(
    'is the same for any number of workers, however fast each is: %s',
    async (strategy) => {
      for (const model of [register({ acks: 1, drops: 1, crashes: 1 }), locked]) {
        const plan = planned({ strategy, seed: 9 });
        const alone = plain(await simulatedHere(model, plan, thousand));
        for (const patiences of [
          [0, 0],
          [7, 0],
          [0, 3, 50],
          [1, 0, 0, 0, 9],
        ]) {
          expect(plain(await simulatedHere(model, plan, thousand, patiences))).toEqual(alone);
        }
      }
    },
  );

  it.each(strategies)('tells what breaks in the first walk that breaks: %s', async (strategy) => {
    const hosts = ['a', 'b', 'c'].map((id) => host(id, { counter: resident(counter) }));
    // One in eleven of the ways to nine ticks.
    const odd = always((view) => {
      const [a = 0, b = 0, c = 0] = view.each(counter).map(({ context }) => context.count);
      if (a + b + c === 9 && (a + 5 * b) % 11 === 0) throw new Error(`met ${a}, ${b}, ${c}`);
      return true;
    });
    const model = asModel('test/ticks', { system: system({ hosts, inputs }), properties: { odd } });
    const told = new Set<string>();
    for (let seed = 0; seed < 5; seed++) {
      const plan = planned({ strategy, seed });
      const broken = async (patiences: readonly number[]): Promise<object> => {
        const cause: unknown = await simulatedHere(model, plan, thousand, patiences).catch(
          (thrown: unknown) => thrown,
        );
        if (!(cause instanceof BrokenModel)) throw new Error('nothing broke');
        return { message: cause.message, place: cause.place };
      };
      const alone = await broken([0]);
      expect(alone).toMatchObject({ place: { property: 'odd', walk: expect.any(Number) } });
      expect(await broken([7, 0])).toEqual(alone);
      expect(await broken([90, 3, 0])).toEqual(alone);
      told.add(JSON.stringify(alone));
    }
    expect(told.size).toBeGreaterThan(1);
  });

  it.each(strategies)('makes one walk again as it was among the others: %s', async (strategy) => {
    const plan = planned({ strategy, seed: 3, depth: 30 });
    const all = await simulatedHere(register({ acks: 1 }), plan, thousand, [0, 0]);
    const finding = all.findings.get('Fresh');
    const walk = finding?.walk ?? 0;
    const one = await simulatedHere(register({ acks: 1 }), plan, { kind: 'one', walk }, [0, 4]);
    expect(one.walks).toBe(1);
    expect(one.findings.get('Fresh')).toEqual(finding);
    expect(one.told).toHaveLength(one.steps);
  });

  it('depends on the seed', async () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 5; seed++) {
      const order: WalkOrder = { kind: 'one', walk: 0 };
      found.add(JSON.stringify((await simulatedHere(locked, planned({ seed }), order)).told));
    }
    expect(found.size).toBe(5);
  });

  it.each(strategies)(
    'sees no state that exploring does not, and at last all of a small model: %s',
    async (strategy) => {
      for (const model of registers) {
        const { states } = explore(load(model), { keepGoing: true });
        const { states: seen } = await simulatedHere(model, planned({ strategy }), {
          kind: 'all',
          walks: 3000,
        });
        expect(seen).toEqual({ count: states, isExact: true });
      }
    },
  );

  it('says what exploring says is taken and happens, once it has seen all', async () => {
    const model = register({ acks: 1, drops: 1 });
    const explored = explore(load(model), { keepGoing: true });
    const { taken, happened } = await simulatedHere(model, planned(), { kind: 'all', walks: 3000 });
    expect([...taken].toSorted()).toEqual([...explored.taken].toSorted());
    expect([...happened].toSorted()).toEqual([...explored.happened].toSorted());
  });

  it.each(strategies)('finds the stale read of R = W = 1: %s', async (strategy) => {
    const model = quorum('quorum/n3-r1-w1');
    const { findings } = await simulatedHere(model, planned({ strategy }), {
      kind: 'all',
      walks: 400,
    });
    expect(findings.has('RYW')).toBe(true);
    expect(findings.has('Regular')).toBe(true);
    expect(findings.has('NoThinAir')).toBe(false);
  });

  it.each(['acksEarly', 'answersEarly', 'garbles'])(
    'finds the mutant %s of the quorums',
    async (mutant) => {
      const model = quorum('quorum/n3-r2-w2');
      const { caughtBy } = model.mutants[mutant] ?? { caughtBy: '' };
      const subject = registerSubject({ listed: model.name, mutant });
      const order: WalkOrder = { kind: 'all', walks: 1000 };
      expect((await simulatedHere(model, planned(), order)).findings.has(caughtBy)).toBe(false);
      const { findings } = await simulatedHere(modelOf(subject, [model]), planned(), order);
      expect(findings.has(caughtBy)).toBe(true);
    },
  );

  it('finds a run that gets stuck', async () => {
    const model = register({ drops: 1, acks: 2 });
    const stuck = {
      ...model,
      system: { ...model.system, budgets: { drop: 1, 'timer:patience': 0 } },
    };
    const { findings } = await simulatedHere(stuck, planned(), thousand);
    expect(findings.get(deadlock)?.run.at(-1)).toBeDefined();
    const fine = await simulatedHere(register(), planned(), thousand);
    expect(fine.findings.has(deadlock)).toBe(false);
  });
});

describe('a model without an end', () => {
  it('is walked to the depth that is asked for, and no farther', async () => {
    const model = counting({ limit: 2001 });
    const order: WalkOrder = { kind: 'one', walk: 0 };
    const { steps, states, findings } = await simulatedHere(model, planned({ depth: 2000 }), order);
    expect([steps, states]).toEqual([2000, { count: 2001, isExact: true }]);
    expect(findings.size).toBe(0);
    const farther = await simulatedHere(model, planned({ depth: 2001 }), order);
    expect(farther.findings.get('Below')?.steps).toBe(2001);
  });

  it('is walked the same by engines that are replaced again and again', () => {
    const model = register({ acks: 1, drops: 1, crashes: 1 });
    const range = { first: 0, count: 300, corpus: [], counts: true, tells: false };
    const plan = planned({ strategy: 'pct' });
    const replaced = new Simulator(load(model), plan, 5);
    const report = replaced.walk(range, unwatched);
    expect(report).toEqual(walked(model, plan, 300));
    const lasting = new Simulator(load(model), plan);
    lasting.walk(range, unwatched);
    expect(replaced.tally().taken.toSorted()).toEqual(lasting.tally().taken.toSorted());
  });
});

describe('a run that was found', () => {
  it('leaves out the rounds that led the walk nowhere', () => {
    const findings = walked(locked, planned({ depth: 100_000 }), 1).findings;
    const finding = findings.find(({ property }) => property === 'Turns');
    expect(finding?.steps).toBeGreaterThan(1000);
    const keys = finding?.run.map((action) => (action.kind === 'input' ? action.event.type : ''));
    expect(keys).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('what goes wrong', () => {
  it('names a property that throws, and the state', async () => {
    const model = counting({ limit: 20, throws: 1 });
    const cause = await simulatedHere(model, planned(), thousand).catch((one: unknown) => one);
    expect(cause).toBeInstanceOf(BrokenModel);
    expect(cause).toMatchObject({
      message: expect.stringMatching(/cannot bear 20/),
      place: { property: 'Below', seen: expect.stringContaining('"count":20') },
    });
  });

  it('goes on with what the others know where a thread runs out of memory', async () => {
    const plan = planned();
    const model = racing();
    let isStopped = false;
    const full = { ...localSimulator(model, plan), walk: () => Promise.reject(new OutOfMemory()) };
    const simulation = await simulate(
      plan,
      { kind: 'all', walks: null },
      {
        threads: [localSimulator(model, plan, 1), full],
        onReady: () => undefined,
        isStopped: () => isStopped,
        stop: () => {
          isStopped = true;
        },
      },
    );
    expect(simulation.lost).toBe(1);
    expect(simulation.walks).toBeGreaterThan(0);
  });

  it('is stopped within a walk, and keeps what that walk had found', () => {
    const simulator = new Simulator(load(counting({ limit: 50 })), planned({ depth: 1_000_000 }));
    let asked = 0;
    const report = simulator.walk(
      { first: 0, count: 10, corpus: [], counts: true, tells: false },
      { onProgress: () => undefined, stop: () => asked++ > 0 },
    );
    expect(report.walks).toBe(1);
    expect(report.steps).toBeLessThan(10_000);
    expect(report.findings.map(({ property, steps }) => [property, steps])).toEqual([
      ['Below', 50],
    ]);
  });
});
