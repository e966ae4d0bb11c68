import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import type { Findings, Task } from '../../../checker/check/findings.types.ts';
import { threadExplorer } from '../../../checker/check/thread-explorer.ts';
import type { Stuck } from '../../../checker/watch/stuck.types.ts';
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

const xstate = import.meta.resolve('xstate');

test('a step that is not done is told in time, once, and the search goes on if it ends', async () => {
  const workshop = openWorkshop();
  const heard = join(workshop.folder, 'heard');
  const file = workshop.write(
    'm.model.ts',
    `${prelude}import { existsSync } from 'node:fs';
import { setup } from '${xstate}';
const patient = setup({ guards: { heard: () => { while (!existsSync('${heard}')); return true; } } })
  .createMachine({ id: 'patient', initial: 'waiting', states: { waiting: { on: { go: { guard: 'heard' } } } } });
export const models = [quorate.model('patient', { properties: {}, system: quorate.system({
  hosts: [quorate.host('a', { patient: quorate.resident(patient) })], inputs: () => [{ type: 'go' }] }) })];`,
  );
  const told: Stuck[] = [];
  const watched = threadExplorer({
    patience: { told: 20, last: 5000, orderly: 60_000 },
    onStuck: (stuck) => {
      told.push(stuck);
      if (stuck.call?.startsWith('the machine') === true) workshop.write('heard', '');
    },
  });
  const found = await watched.explore(registerSubject({ file, listed: 'patient' }), task, ignore);
  await watched.close();
  workshop.close();
  expect(found.complete).toBe(true);
  // On a busy machine others may take long as well.
  const call = "the machine 'patient' in waiting, on 'go' (the host 'a')";
  expect(told.filter((one) => one.call === call)).toEqual([
    { model: 'patient', call, isOneCall: true, seconds: 0.02, brokenOffBy: null },
  ]);
});

/** Models of which some function never returns once a count has come to 3, by the name of what it is. */
const endless = `${prelude}import { assign, emit, setup } from '${xstate}';
const begun = new BroadcastChannel('begun: a search');
const forEver = () => { begun.postMessage(''); for (;;); };
const atThree = (is) => ({ context: { n } }) => is && n === 3 ? forEver() : true;
const counter = (name) => setup({
  guards: { may: atThree(name === 'guard') },
  actions: {
    count: assign(({ context }) => { atThree(name === 'action')({ context }); return { n: context.n + 1 }; }),
    tell: emit(({ context }) => ({ type: 'observe', event: { type: 'counted', n: context.n } })),
  },
}).createMachine({ id: 'counter', context: { n: 0 }, initial: 'counting', states: { counting: {
  on: { go: { guard: 'may', actions: ['count', 'tell'] } } } } });
const monitor = setup({ guards: { isThird: ({ event }) => event.event.n === 3 && forEver() } })
  .createMachine({ id: 'watcher', initial: 'content', states: {
    content: { on: { observed: { guard: 'isThird', target: 'shocked' } } }, shocked: { tags: 'violated' } } });
const of = (name) => {
  const own = counter(name);
  const at = (view) => ({ context: view.each(own)[0].context });
  // Longer than it takes for progress to be told again.
  const slowly = (holds) => (view) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    return holds(view);
  };
  const forThree = (view) => atThree(true)(at(view));
  const P = { always: () => quorate.always(forThree), everyStep: () => quorate.everyStep(forThree),
    leadsTo: () => quorate.leadsTo(() => true, forThree), slow: () => quorate.always(slowly(forThree)),
    monitored: () => quorate.monitored(monitor) }[name];
  return quorate.model(name, {
    properties: P ? { P: P() } : {}, done: () => name === 'done' ? forEver() : true,
    fairness: [quorate.weak.input()],
    system: quorate.system({
      hosts: [quorate.host('a', { counter: quorate.resident(own) })],
      inputs: (host, view) => {
        const context = view.each(own)[0].context;
        if (name === 'inputs') atThree(true)({ context });
        return context.n < 5 ? [{ type: 'go' }] : [];
      },
    }),
  });
};
export const models = ['guard', 'action', 'always', 'everyStep', 'leadsTo',
  'monitored', 'done', 'inputs', 'slow'].map(of);
`;

const ofP = "the property 'P'";
const counting = "the machine 'counter' in counting, on 'go' (the host 'a')";

/** Searches one of them: what was found, and what was told. */
async function searched(
  listed: string,
  limit: Partial<Task['limits']>,
  onBegun: (explorer: Explorer) => void,
): Promise<readonly [Findings, readonly Stuck[]]> {
  const workshop = openWorkshop();
  const file = workshop.write('m.model.ts', endless);
  const told: Stuck[] = [];
  const watched = threadExplorer({
    patience: { told: 60_000, last: 20, orderly: 60_000 },
    onStuck: (stuck) => told.push(stuck),
  });
  const begun = new BroadcastChannel('begun: a search');
  begun.addEventListener('message', () => onBegun(watched));
  const limited = { ...task, limits: { ...limits, ...limit } };
  const found = await watched.explore(registerSubject({ file, listed }), limited, ignore);
  begun.close();
  await watched.close();
  workshop.close();
  return [found, told];
}

test.each([
  ['guard', counting],
  ['action', counting],
  ['always', ofP],
  ['everyStep', ofP],
  ['leadsTo', ofP],
  ['monitored', `the machine 'watcher' in content, on 'observed' (${ofP})`],
  ['done', "the model's 'done'"],
  ['inputs', "the system's inputs, asked of the host 'a'"],
])('an interrupt ends a search whose function for %s never returns', async (listed, call) => {
  const [found, told] = await searched(listed, {}, (watched) => watched.interrupt());
  expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
  expect(told).toMatchObject([
    { model: listed, call, isOneCall: true, brokenOffBy: 'interrupted' },
  ]);
});

test('a limit of time ends such a search too', async () => {
  const [found, told] = await searched('always', { maxSeconds: 1 }, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy: 'max-seconds' });
  expect(told).toMatchObject([{ model: 'always', brokenOffBy: 'max-seconds' }]);
});

test('of a search that is broken off is known how far it had come when it told last', async () => {
  const [found] = await searched('slow', {}, (watched) => watched.interrupt());
  expect(found).toMatchObject({ states: 3, transitions: 2, depth: 2, verdicts: {} });
  expect(found.reductions).toEqual([
    'the search was broken off, and what it had found of the properties is lost: it had come so far when it told last',
  ]);
});

test('a search is given up also where the system keeps its thread from ending', async () => {
  const workshop = openWorkshop();
  const pipe = join(workshop.folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const file = workshop.write(
    'm.model.ts',
    `${prelude}import { readFileSync } from 'node:fs';
const begun = new BroadcastChannel('begun: to read');
const read = () => { begun.postMessage(''); return readFileSync('${pipe}').length === 0; };
export const models = [{ ...register(), mutants: {}, properties: { P: quorate.always(read) } }];`,
  );
  const watched = threadExplorer({ patience: { told: 60_000, last: 20, orderly: 60_000 } });
  const begun = new BroadcastChannel('begun: to read');
  begun.addEventListener('message', () => watched.interrupt());
  const found = await watched.explore(registerSubject({ file }), task, ignore);
  expect(found).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
  await watched.close();
  begun.close();
  // Only now can the thread come to its end.
  writeFileSync(pipe, '');
  workshop.close();
});
