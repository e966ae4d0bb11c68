import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Explorer, Stuck } from '../../../checker/check/explorer.types.ts';
import type { Task } from '../../../checker/check/findings.types.ts';
import { threadExplorer } from '../../../checker/check/thread-explorer.ts';
import { inProcess, registerSubject } from '../fixtures/in-process.ts';
import { openWorkshop, prelude } from '../fixtures/workshop.ts';

const limits = { maxStates: null, maxDepth: null, maxSeconds: null };
const task: Task = {
  limits,
  keepGoing: false,
  expected: [],
  traced: ['Fresh'],
  reduce: [],
  means: { workers: 1, store: 'exact' as const, memory: null },
};
const ignore = (): void => undefined;

let explorer: Explorer = threadExplorer();
afterEach(async () => {
  await explorer.close();
  explorer = threadExplorer();
});

test('a thread finds what this thread finds', async () => {
  const { seconds: _, ...found } = await explorer.explore(registerSubject(), task, ignore);
  const { seconds: __, ...here } = await inProcess().explore(registerSubject(), task, ignore);
  expect(found).toMatchObject({ complete: true, states: here.states, verdicts: here.verdicts });
});

test('a thread explores one subject after the other', async () => {
  const first = await explorer.explore(registerSubject({ listed: 'register/acks1' }), task, ignore);
  const second = await explorer.explore(registerSubject({ mutant: 'ignoresAcks' }), task, ignore);
  expect(first.verdicts['Fresh']?.verdict).toBe('violated');
  expect(second.verdicts['Fresh']).toMatchObject({ verdict: 'violated' });
});

test('an interrupted thread ends every search with what it knows', async () => {
  explorer.interrupt();
  const found = await explorer.explore(registerSubject(), task, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
});

test('a broken model is told with its place', async () => {
  const workshop = openWorkshop({ 'm.model.ts': "throw new Error('oh no');" });
  const file = join(workshop.folder, 'm.model.ts');
  const cause = await explorer
    .explore(registerSubject({ file }), task, ignore)
    .catch((one: unknown) => one);
  expect(cause).toBeInstanceOf(BrokenModel);
  expect(cause).toMatchObject({ message: expect.stringMatching(/oh no/), place: { file } });
  workshop.close();
});

test('a thread that ends by itself is a bug, and the next exploration has a new one', async () => {
  const workshop = openWorkshop({ 'm.model.ts': 'process.exit(3);' });
  const file = join(workshop.folder, 'm.model.ts');
  await expect(explorer.explore(registerSubject({ file }), task, ignore)).rejects.toThrow(
    /ended by itself/,
  );
  expect((await explorer.explore(registerSubject(), task, ignore)).complete).toBe(true);
  workshop.close();
});

test('a thread whose memory is full found nothing, which is a limit and no bug', async () => {
  const hungry = `const all = []; for (;;) all.push(new Array(1e6).fill({}).map((_, i) => ({ i })));`;
  const workshop = openWorkshop({ 'm.model.ts': hungry });
  const file = join(workshop.folder, 'm.model.ts');
  const small = threadExplorer({ resources: { maxOldGenerationSizeMb: 32 } });
  const found = await small.explore(registerSubject({ file }), task, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy: 'memory', verdicts: {} });
  await small.close();
  workshop.close();
});

test('a thread that sees its memory fill stops in time, and tells what grew', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { assign, setup } from '${import.meta.resolve('xstate')}';
const hoarder = setup({ actions: { keep: assign(({ context }) => ({ n: context.n + 1, text: 'x'.repeat(1e4) + context.n })) } })
  .createMachine({ id: 'hoarder', context: { n: 0, text: '' }, on: { tick: { actions: 'keep' } } });
export const models = [quorate.model('hoard', { properties: {}, done: () => true, system: quorate.system({
  inputs: () => [{ type: 'tick' }], hosts: [quorate.host('a', { hoarder: quorate.resident(hoarder) })] }) })];`,
  });
  const file = join(workshop.folder, 'm.model.ts');
  const small = threadExplorer({ resources: { maxOldGenerationSizeMb: 64 } });
  const found = await small.explore(registerSubject({ file, listed: 'hoard' }), task, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy: 'memory', growing: [{ name: 'a' }] });
  expect(found.states).toBeGreaterThan(100);
  expect((await small.explore(registerSubject(), task, ignore)).complete).toBe(true);
  await small.close();
  workshop.close();
});

test.each<[Partial<Task['limits']>, string]>([
  [{ maxStates: 3 }, 'max-states'],
  [{ maxDepth: 2 }, 'max-depth'],
])('the limit %j ends a search as %s', async (limit, stoppedBy) => {
  const limited = { ...task, limits: { ...limits, ...limit } };
  const found = await explorer.explore(registerSubject(), limited, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy });
  expect(found.verdicts['NotBoth']?.verdict).toBe('unknown');
});

test('a step that is not done is told in time, once, and the search goes on if it ends', async () => {
  const workshop = openWorkshop();
  const heard = join(workshop.folder, 'heard');
  const file = workshop.write(
    'm.model.ts',
    `${prelude}import { existsSync } from 'node:fs';
import { setup } from '${import.meta.resolve('xstate')}';
const patient = setup({ guards: { heard: () => { while (!existsSync('${heard}')); return true; } } })
  .createMachine({ id: 'patient', initial: 'waiting', states: { waiting: { on: { go: { guard: 'heard' } } } } });
export const models = [quorate.model('patient', { properties: {}, system: quorate.system({
  hosts: [quorate.host('a', { patient: quorate.resident(patient) })], inputs: () => [{ type: 'go' }] }) })];`,
  );
  const told: string[] = [];
  const watched = threadExplorer({
    patience: 20,
    onStuck: ({ step }) => {
      if (step !== null) told.push(step);
      workshop.write('heard', '');
    },
  });
  const found = await watched.explore(registerSubject({ file, listed: 'patient' }), task, ignore);
  await watched.close();
  workshop.close();
  expect(found.complete).toBe(true);
  // On a busy machine others may take long as well.
  expect(told.filter((step) => step === "the machine 'patient' in waiting, on 'go'")).toHaveLength(
    1,
  );
});

/** A model whose guard never returns, and one whose property does not. */
const without = `${prelude}import { setup } from '${import.meta.resolve('xstate')}';
const begun = new BroadcastChannel('begun: a search');
const guards = { never: () => { begun.postMessage(''); for (;;); } };
const machine = (guard) => setup({ guards })
  .createMachine({ id: 'stuck', initial: 'waiting', states: { waiting: { on: { go: { guard } } } } });
const system = (guard) => quorate.system({ inputs: () => [{ type: 'go' }],
  hosts: [quorate.host('a', { stuck: quorate.resident(machine(guard)) })] });
export const models = [
  quorate.model('guard', { properties: {}, system: system('never') }),
  quorate.model('property', { properties: { P: quorate.always(guards.never) }, system: system(undefined) }),
];`;

test.each([
  ['guard', "the machine 'stuck' in waiting, on 'go'"],
  ['property', null],
])('an interrupt ends a search whose %s never returns', async (listed, step) => {
  const workshop = openWorkshop();
  const file = workshop.write('m.model.ts', without);
  const told: Stuck[] = [];
  const watched = threadExplorer({ lastPatience: 20, onStuck: (stuck) => told.push(stuck) });
  const begun = new BroadcastChannel('begun: a search');
  begun.addEventListener('message', () => watched.interrupt());
  const found = await watched.explore(registerSubject({ file, listed }), task, ignore);
  begun.close();
  await watched.close();
  workshop.close();
  expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted', states: 0 });
  expect(told).toMatchObject([{ step, isGivenUp: true }]);
});
