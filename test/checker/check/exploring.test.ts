import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { explored } from '../../../checker/check/exploring.ts';
import type { Progress, Task } from '../../../checker/check/findings.types.ts';
import { registerSubject } from '../fixtures/in-process.ts';
import { openWorkshop } from '../fixtures/workshop.ts';

/** A search that is slow enough to be asked about: the clock runs ahead with each question. */
let clock = 0;
beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    clock += 250;
    return clock;
  });
  return () => vi.restoreAllMocks();
});

const none = { maxStates: null, maxDepth: null, maxSeconds: null };
const task: Task = {
  limits: none,
  keepGoing: true,
  expected: [],
  traced: [],
  reduce: [],
  means: { workers: 1, store: 'exact' as const, memory: null },
};
const watch = { onProgress: () => undefined, stop: () => false };

async function told(limits: Partial<Task['limits']>): Promise<readonly Progress[]> {
  const heard: Progress[] = [];
  const limited = { ...task, limits: { ...none, ...limits } };
  await explored(registerSubject(), limited, {
    onProgress: (progress) => void heard.push(progress),
    stop: () => false,
  });
  return heard;
}

test('progress without limits has no share of one', async () => {
  const heard = await told({});
  expect(heard.length).toBeGreaterThan(0);
  expect(new Set(heard.map(({ share }) => share))).toEqual(new Set([null]));
});

test('progress tells how much of the nearest limit is used, and never more than all', async () => {
  const byStates = await told({ maxStates: 1000, maxDepth: 1e6, maxSeconds: 1e9 });
  expect(byStates.length).toBeGreaterThan(0);
  for (const { share, states } of byStates) expect(share).toBe(Math.min(1, states / 1000));
  const byDepth = await told({ maxDepth: 1000 });
  for (const { share, depth } of byDepth) expect(share).toBe(depth / 1000);
  expect((await told({ maxSeconds: 1e-6 })).every(({ share }) => share === 1)).toBe(true);
});

test('a search that is stopped before it begins knows nothing', async () => {
  const found = await explored(registerSubject(), task, {
    onProgress: () => undefined,
    stop: () => true,
  });
  expect(found).toMatchObject({ stoppedBy: 'interrupted', states: 0, verdicts: {} });
});

test('a kind of fault that is allowed and never happens is found', async () => {
  const seen = await explored(registerSubject({ changed: { drops: 1 } }), task, watch);
  expect(seen.faultsNeverSeen).toEqual([]);
  const workshop = openWorkshop({
    'm.model.ts': `import { setup } from '${import.meta.resolve('xstate')}';
const wary = setup({}).createMachine({ id: 'wary', on: { suspect: {} } });
export const models = [quorate.model('lone', { properties: {},
      done: () => true, system: quorate.system({ hosts: [quorate.host('a', { wary: quorate.resident(wary) })],
        faultInputs: ['suspect'], budgets: { drop: 1, crash: 1 } }) })];`,
  });
  const file = join(workshop.folder, 'm.model.ts');
  const unseen = await explored(registerSubject({ file, listed: 'lone' }), task, watch);
  expect(unseen.faultsNeverSeen).toEqual(['drop', 'input:suspect']);
  workshop.close();
});

test('a fault that the budgets rule out is not missed', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { setup } from '${import.meta.resolve('xstate')}';
const wary = setup({}).createMachine({ id: 'wary', on: { suspect: {} } });
export const models = [quorate.model('calm', { properties: {},
  system: quorate.system({ hosts: [quorate.host('a', { wary: quorate.resident(wary) })],
    inputs: () => [{ type: 'suspect' }], faultInputs: ['suspect'], budgets: { 'input:suspect': 0 } }) })];`,
  });
  const file = join(workshop.folder, 'm.model.ts');
  const found = await explored(registerSubject({ file, listed: 'calm' }), task, watch);
  expect(found.faultsNeverSeen).toEqual([]);
  workshop.close();
});

test('an input that a budget is given for and that is never offered is found', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { setup } from '${import.meta.resolve('xstate')}';
const wary = setup({}).createMachine({ id: 'wary', on: { suspect: {}, trust: {} } });
export const models = [quorate.model('lone', { properties: {},
  system: quorate.system({ hosts: [quorate.host('a', { wary: quorate.resident(wary) })],
    inputs: () => [{ type: 'trust' }], budgets: { 'input:suspect': 1, 'input:trust': 1 } }) })];`,
  });
  const file = join(workshop.folder, 'm.model.ts');
  const unseen = await explored(registerSubject({ file, listed: 'lone' }), task, watch);
  expect(unseen.faultsNeverSeen).toEqual(['input:suspect']);
  const { code, out } = await workshop.run(['check', 'm.model.ts', '--no-progress']);
  expect(out).toMatch(/ {2}budget of input:suspect +never seen +NEVER SEEN/);
  expect(code).toBe(21);
  workshop.close();
});

test('what a model begins with is taken before data outside of it changes', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { setup } from '${import.meta.resolve('xstate')}';
let looks = 0;
const counter = setup({}).createMachine({ id: 'counter', context: () => ({ looks }), on: { look: {} } });
export const models = [quorate.model('looked', { done: () => true,
  properties: { Looked: quorate.always(() => { looks += 1; return true; }) },
  system: quorate.system({ hosts: [quorate.host('a', { counter: quorate.resident(counter) })] }) })];`,
  });
  const file = join(workshop.folder, 'm.model.ts');
  const { beginning } = await explored(registerSubject({ file, listed: 'looked' }), task, watch);
  expect(JSON.stringify(beginning)).toContain('"looks":0');
  workshop.close();
});

test('what an instance by key takes when it boots is taken', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { setup } from 'xstate';
const keeper = setup({ types: {} }).createMachine({ id: 'keeper', initial: 'recalling', states: {
  recalling: { always: 'empty' }, empty: { on: { keep: 'full' } }, full: {} } });
export const models = [quorate.model('kept', { properties: {}, done: () => true,
  system: quorate.system({ inputs: () => [{ type: 'keep', key: 'k' }],
    hosts: [quorate.host('a', { keeper: quorate.perKey(keeper, ({ key }) => key) })] }) })];`.replace(
      "'xstate'",
      JSON.stringify(import.meta.resolve('xstate')),
    ),
  });
  const file = join(workshop.folder, 'm.model.ts');
  const found = await explored(registerSubject({ file, listed: 'kept' }), task, watch);
  expect(found.taken.toSorted()).toEqual([
    'keeper: keeper.empty keep[0]',
    'keeper: keeper.recalling always[0]',
  ]);
  workshop.close();
});

test('the charts of monitors are not to be covered', async () => {
  const { charted } = await explored(registerSubject(), task, watch);
  expect(charted).toContain('writer: writer.writing after patience[0]');
  expect(charted.filter((name) => name.startsWith('freshness'))).toEqual([]);
});
