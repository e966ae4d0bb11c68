import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Subject } from '../../../checker/check/subject.ts';
import { simulateInThreads } from '../../../checker/simulation/simulating.ts';
import type { Simulating } from '../../../checker/simulation/simulating.ts';
import type { Simulation } from '../../../checker/simulation/simulation.ts';
import { OutOfMemory, threadSimulator } from '../../../checker/simulation/thread-simulator.ts';
import type { ThreadSimulator } from '../../../checker/simulation/thread-simulator.ts';
import { load } from '../../../checker/system/load.ts';
import type { Trace } from '../../../checker/trace/trace.ts';
import { verify } from '../../../checker/trace/verification.ts';
import type { Stuck } from '../../../checker/watch/stuck.types.ts';
import { registerSubject } from '../fixtures/in-process.ts';
import { register } from '../fixtures/register.model.ts';
import { planned, walked } from '../fixtures/walks.ts';
import { openWorkshop, prelude } from '../fixtures/workshop.ts';

const walkable = new URL('../fixtures/walkable.model.ts', import.meta.url).pathname;
const ten = { first: 0, count: 10, corpus: [], counts: true, tells: false };
const plan = planned({ depth: 5000 });

// Threads take their time to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let thread: ThreadSimulator | null = null;
afterEach(async () => thread?.close());

function started(subject: Subject, megabytes?: number): ThreadSimulator {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const resources = megabytes === undefined ? {} : { maxOldGenerationSizeMb: megabytes };
  thread = threadSimulator({ subject, plan, stop }, { onProgress: () => undefined }, resources);
  return thread;
}

test('a thread walks as this thread walks', async () => {
  const there = await started(registerSubject({ mutant: 'oneAck' })).walk(ten);
  expect(there).toEqual(walked(register({ acks: 1 }), plan, 10));
});

test('a thread makes a run short, and a trace of it', async () => {
  const model = register({ acks: 1, drops: 1, crashes: 1 });
  const subject = registerSubject({ listed: 'register/acks1', changed: { drops: 1, crashes: 1 } });
  const { findings } = walked(model, planned({ seed: 2 }), 200);
  const run = findings.find(({ property }) => property === 'Fresh')?.run ?? [];
  expect(run.length).toBeGreaterThan(5);
  const trace = await started(subject).trace('Fresh', run);
  expect(verify(load(model), trace)).toEqual({ kind: 'verified' });
  // As `check` says, there is no shorter one.
  expect(trace.steps).toHaveLength(5);
});

test('a thread whose memory is full says so, and is gone', async () => {
  const subject = registerSubject({ file: walkable, listed: 'walkable/hoard' });
  const small = started(subject, 32);
  await small.load();
  await expect(small.walk(ten)).rejects.toBeInstanceOf(OutOfMemory);
  await expect.poll(small.isAlive).toBe(false);
});

test('a broken model is told with its place', async () => {
  const workshop = openWorkshop({ 'm.model.ts': "throw new Error('oh no');" });
  const file = join(workshop.folder, 'm.model.ts');
  const cause = await started(registerSubject({ file }))
    .load()
    .catch((one: unknown) => one);
  expect(cause).toBeInstanceOf(BrokenModel);
  expect(cause).toMatchObject({ message: expect.stringMatching(/oh no/), place: { file } });
  workshop.close();
});

test('a thread that ends by itself is a bug', async () => {
  const workshop = openWorkshop({ 'm.model.ts': 'process.exit(3);' });
  const file = join(workshop.folder, 'm.model.ts');
  await expect(started(registerSubject({ file })).load()).rejects.toThrow(/ended by itself/);
  workshop.close();
});

/**
 * Models of which a function never returns: a guard, a property, and a property that returns while the host
 * bystander moves, without which a run to it is shorter.
 */
const endless = `${prelude}import { assign, setup } from '${import.meta.resolve('xstate')}';
const begun = new BroadcastChannel('begun: a walk');
const never = () => { begun.postMessage(''); for (;;); };
const counter = (guard) => setup({ guards: { never, always: () => true }, actions: {
  count: assign(({ context }) => ({ n: context.n + 1 })) } })
  .createMachine({ id: 'counter', context: { n: 0 }, initial: 'counting', states: { counting: { on: {
    go: { guard, actions: 'count' } } } } });
const of = (name, holds) => {
  const machine = counter(name === 'guard' ? 'never' : 'always');
  const host = (id) => quorate.host(id, { counter: quorate.resident(machine) });
  const counts = (view) => view.each(machine).map(({ context }) => context.n);
  return quorate.model(name, { done: () => true, properties: holds ? { P: quorate.always((view) => holds(counts(view))) } : {},
    system: quorate.system({ hosts: [host('a'), host('b')], budgets: { 'input:go': 6 }, inputs: () => [{ type: 'go' }] }) });
};
export const models = [
  of('guard', null),
  of('property', ([n]) => n < 2 || never()),
  of('shorter', ([n, other]) => n < 3 || (other === 0 ? never() : false)),
];`;

interface Simulated {
  readonly simulation: Simulation;
  readonly told: readonly Stuck[];
  readonly traces: readonly (Trace | null)[];
}

async function simulated(
  listed: string,
  maxSeconds: number | null,
  onBegun: (threads: Simulating) => void,
): Promise<Simulated> {
  const workshop = openWorkshop();
  const subject = registerSubject({ file: workshop.write('m.model.ts', endless), listed });
  const told: Stuck[] = [];
  const threads = simulateInThreads(
    { subject, plan },
    {
      workers: 1,
      maxSeconds,
      onProgress: () => undefined,
      onStuck: (stuck) => told.push(stuck),
      patience: { told: 60_000, last: 50, orderly: 60_000 },
    },
  );
  const begun = new BroadcastChannel('begun: a walk');
  begun.addEventListener('message', () => onBegun(threads));
  const { simulation } = await threads.simulate({ kind: 'all', walks: 5 });
  const findings = [...simulation.findings.values()];
  const traces = await Promise.all(findings.map((finding) => threads.trace(finding)));
  begun.close();
  await threads.close();
  workshop.close();
  return { simulation, told, traces };
}

test.each([
  ['guard', "the machine 'counter' in counting, on 'go' (the host 'a')"],
  ['property', "the property 'P'"],
])(
  'a simulation that is stopped gives up the thread whose %s never returns',
  async (listed, call) => {
    const { simulation, told } = await simulated(listed, null, (threads) => threads.stop());
    expect(simulation).toMatchObject({ walks: 0, givenUp: 1, lost: 0 });
    expect(told).toMatchObject([
      { model: listed, call, isOneCall: true, brokenOffBy: 'interrupted' },
    ]);
  },
);

test('so does one whose time is over', async () => {
  const { simulation, told } = await simulated('property', 1, () => undefined);
  expect(simulation).toMatchObject({ walks: 0, givenUp: 1 });
  expect(told).toMatchObject([{ brokenOffBy: 'max-seconds' }]);
});

test('where a property never returns while a run to it is made short, there is no trace', async () => {
  const { simulation, told, traces } = await simulated('shorter', null, (threads) =>
    threads.stop(),
  );
  expect(simulation.findings.has('P')).toBe(true);
  expect(traces).toEqual([null]);
  expect(told).toMatchObject([{ call: "the property 'P'", brokenOffBy: 'interrupted' }]);
});
