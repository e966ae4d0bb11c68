import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Subject } from '../../../checker/check/subject.ts';
import { simulateInThreads } from '../../../checker/simulation/simulating.ts';
import { OutOfMemory, threadSimulator } from '../../../checker/simulation/thread-simulator.ts';
import type { ThreadSimulator } from '../../../checker/simulation/thread-simulator.ts';
import { load } from '../../../checker/system/load.ts';
import { verify } from '../../../checker/trace/verification.ts';
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
  thread = threadSimulator({ subject, plan, stop }, () => undefined, resources);
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

test('a simulation that is stopped gives up the thread whose step never returns', async () => {
  const workshop = openWorkshop();
  const file = workshop.write(
    'm.model.ts',
    `${prelude}import { setup } from '${import.meta.resolve('xstate')}';
const begun = new BroadcastChannel('begun: a walk');
const stuck = setup({ guards: { never: () => { begun.postMessage(''); for (;;); } } })
  .createMachine({ id: 'stuck', initial: 'waiting', states: { waiting: { on: { go: { guard: 'never' } } } } });
export const models = [quorate.model('stuck', { properties: {}, system: quorate.system({
  hosts: [quorate.host('a', { stuck: quorate.resident(stuck) })], inputs: () => [{ type: 'go' }] }) })];`,
  );
  const subject = registerSubject({ file, listed: 'stuck' });
  const threads = simulateInThreads(
    { subject, plan },
    { workers: 1, maxSeconds: null, onProgress: () => undefined, patience: 20 },
  );
  const begun = new BroadcastChannel('begun: a walk');
  begun.addEventListener('message', () => threads.stop());
  const { simulation } = await threads.simulate({ kind: 'all', walks: 5 });
  begun.close();
  await threads.close();
  workshop.close();
  expect(simulation).toMatchObject({ walks: 0, givenUp: 1, lost: 0 });
});
