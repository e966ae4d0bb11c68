/** Author's functions that throw: each is named, with what it was looking at and where it threw. */

import { expect, test } from 'vitest';
import { threadExplorer } from '../../../checker/check/thread-explorer.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';

const machines = `import { emit, setup } from '${import.meta.resolve('xstate')}';
const message = { type: 'tick', of: 'now' };
const ticking = setup({ actions: { tell: emit({ type: 'observe', event: { type: 'ticked' } }) } })
  .createMachine({ id: 'ticking', context: { n: 7 }, on: { tick: { actions: 'tell' } } });
const watching = setup({ guards: { bad: () => oops() } })
  .createMachine({ id: 'watching', initial: 'on', states: { on: { on: { observed: { guard: 'bad', target: 'off' } } }, off: { tags: 'violated' } } });
const kept = setup({}).createMachine({ id: 'kept', on: { tick: {} } });
function oops() { throw new TypeError('oh no'); }
const alone = (machine, inputs = () => [message]) => quorate.system({ inputs, hosts: [quorate.host('a', { machine })] });
const ticks = alone(quorate.resident(ticking));
`;

const state = '"context":{"n":7}';

test.each([
  ['always', 'properties: { P: quorate.always(oops) }', ['property:  P', state]],
  ['never', 'properties: { P: quorate.never(oops) }', ['property:  P', state]],
  ['sometimes', 'properties: { P: quorate.sometimes(oops) }', ['property:  P', state]],
  ['everyStep', 'properties: { P: quorate.everyStep(oops) }', ['property:  P', state]],
  [
    'whenQuiet',
    'properties: { P: quorate.whenQuiet(oops) }, system: alone(quorate.resident(ticking), () => [])',
    ['property:  P', state],
  ],
  ['eventually', 'properties: { P: quorate.eventually(oops) }', ['property:  P', state]],
  [
    'the condition of leadsTo',
    'properties: { P: quorate.leadsTo(oops, () => true) }',
    ['property:  P', state],
  ],
  [
    'the promise of leadsTo',
    'properties: { P: quorate.leadsTo(() => true, oops) }',
    ['property:  P', state],
  ],
  [
    'alwaysEventually',
    'properties: { P: quorate.alwaysEventually(oops) }',
    ['property:  P', state],
  ],
  [
    'monitored',
    'properties: { P: quorate.monitored(watching) }',
    [
      'property:  P',
      'machine:   watching',
      "the guard 'bad' threw: oh no",
      '{"event":{"type":"ticked"}',
    ],
  ],
  [
    'done',
    'done: oops, system: alone(quorate.resident(ticking), () => [])',
    ['property:  Deadlock', state],
  ],
  [
    'inputs',
    'system: alone(quorate.resident(ticking), oops)',
    ["the system's inputs threw: oh no", 'host:      a', state],
  ],
  [
    "a family's by",
    'system: alone(quorate.perKey(kept, oops))',
    ["the 'by' of the machine threw: oh no", 'machine:   kept', '{"of":"now","type":"tick"}'],
  ],
  [
    "a request's by",
    "system: alone(quorate.perRequest(kept, { opens: 'tick', by: oops }))",
    ["the 'by' of the machine threw: oh no", 'machine:   kept', '{"of":"now","type":"tick"}'],
  ],
])(
  '%s that throws answers 75 with what it looked at and its stack',
  async (_, definition, told) => {
    const workshop = openWorkshop({
      'm.model.ts': `${machines}
export const models = [quorate.model('m', { properties: {}, system: ticks, ${definition} })];`,
    });
    const { code, err } = await workshop.run(['check', 'm.model.ts']);
    workshop.close();
    expect(code).toBe(75);
    expect(err).toContain('  model:     m\n');
    for (const text of told) expect(err).toContain(text);
    expect(err).toContain('  looking at:\n    {');
    expect(err).toMatch(/ {2}cause:\n.*oh no|Unable to evaluate guard/);
    expect(err.match(/at .*m\.model\.ts|at StateNode/g)?.length).toBeGreaterThan(0);
  },
);

test('a predicate that changes what it looks at is told to make a copy', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
export const models = [quorate.model('m', { properties: { P: quorate.always((view) => view.hosts.push(1) > 0) }, system: ticks })];`,
  });
  const { code, err } = await workshop.run(['check', 'm.model.ts']);
  workshop.close();
  expect(code).toBe(75);
  expect(said(err)).toMatch(
    /the predicate threw: Cannot .*\. Likely cause: it changes what it was given/,
  );
});

test('a message of several lines is set in, and its cause repeats only the first', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `export const models = [{ ...register(), mutants: {}, properties: {
      P: quorate.always(() => { throw new Error('oh no\\n\\n  the second\\nthe third'); }) } }];`,
    'n.model.ts': "throw new Error('oh dear\\nthe second');",
  });
  const { err } = await workshop.run(['check', 'm.model.ts']);
  expect(err).toMatch(
    /^quorate: broken model: the predicate threw: oh no\n {6}the second\n {4}the third/,
  );
  expect(err).toMatch(/^ {2}cause:\n {4}Error: oh no\n {4}at .*m\.model\.ts/m);
  const loaded = await workshop.run(['check', 'n.model.ts']);
  workshop.close();
  expect(loaded.err).toMatch(/can't be loaded: line 3: oh dear\n {4}the second\n {2}file: /);
  expect(loaded.err).toMatch(/^ {2}cause:\n {4}Error: oh dear\n {4}at .*n\.model\.ts/m);
});

test.each([
  ['an async predicate', 'always(async () => true)', 'a promise', "it is 'async'"],
  ['one without a return', 'never(() => undefined)', 'undefined', "a 'return' is missing"],
  ['a number', 'sometimes(() => 1)', '1', 'Compare it'],
  ['a list', 'sometimes(() => [])', 'a list', 'how long the list is'],
  ['an object', 'sometimes(() => ({ a: 1 }))', 'an object with a', 'Compare it'],
  ['a part', 'always({ Part: () => null })', 'null', 'Compare it'],
  ['of a step', 'everyStep(() => "no")', "the text 'no'", 'Compare it'],
  ['of runs', 'leadsTo(() => true, () => 0)', '0', 'Compare it'],
])('%s is no answer, and 75 says so', async (_, property, what, hint) => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
export const models = [quorate.model('m', { properties: { P: quorate.${property} }, system: ticks })];`,
  });
  const { code, err } = await workshop.run(['check', 'm.model.ts']);
  workshop.close();
  expect(code).toBe(75);
  expect(said(err)).toContain(`the predicate answered ${what}, neither true nor false. `);
  expect(said(err)).toContain(hint);
  expect(err).toContain('  property:  P\n');
});

test('a done that is no answer, and a property called as one that all models have, are refused', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
const none = alone(quorate.resident(ticking), () => []);
export const models = [quorate.model('m', { properties: {}, system: none, done: () => {} })];`,
    'n.model.ts': `${machines}
export const models = [quorate.model('n', { system: ticks, properties: { Deadlock: quorate.never(() => false) } })];`,
  });
  const done = await workshop.run(['check', 'm.model.ts']);
  const named = await workshop.run(['check', 'n.model.ts']);
  workshop.close();
  expect(done.code).toBe(75);
  expect(done.err).toContain('the predicate answered undefined');
  expect(named.code).toBe(75);
  expect(named.err).toContain("every model has a property 'Deadlock' already");
});

test('asking for a state that a machine does not have is refused with those that it has', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
const lamp = setup({}).createMachine({ id: 'lamp', initial: 'off', states: {
  off: { on: { tick: 'lit' } }, lit: { initial: 'dim', states: { dim: {}, bright: {} } } } });
const seen = (state) => quorate.never((view) => view.each(lamp).some((one) => one.in(state)));
export const models = [quorate.model('m', { system: alone(quorate.resident(lamp)), properties: { P: seen('lit.dimm') } })];`,
    'n.model.ts': `${machines}
const lamp = setup({}).createMachine({ id: 'lamp', initial: 'off', states: { off: { on: { tick: 'lit' } }, lit: {} } });
const dark = setup({}).createMachine({ id: 'dark', initial: 'off', states: { off: { on: { tick: {} } } } });
export const models = [quorate.model('n', { system: alone(quorate.resident(lamp)),
  properties: { Lit: quorate.sometimes((view) => view.each(lamp).some((one) => one.in('lit'))) },
  mutants: { dark: quorate.caughtBy('Lit', quorate.swap(lamp, dark)) } })];`,
  });
  const { code, err } = await workshop.run(['check', 'm.model.ts']);
  const mutant = await workshop.run(['check', 'n.model.ts', '--mutants']);
  workshop.close();
  expect(code).toBe(75);
  expect(said(err)).toContain(
    "'in' asks whether 'lamp' is in 'lit.dimm', which is no state of it. Did you mean lit.dim? It has off, lit, lit.dim, lit.bright",
  );
  expect(err).toContain('  property:  P\n');
  expect(mutant.code).toBe(0);
  expect(mutant.out).toContain('1 of 1 mutants killed');
});

test('what a predicate looked at fits the page, and is in the JSON as a whole', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
const names = Array.from({ length: 400 }, (_, index) => 'item' + index);
const full = setup({}).createMachine({ id: 'full', context: { names, text: 'x'.repeat(300) }, on: { tick: {} } });
export const models = [quorate.model('m', { properties: { P: quorate.always(oops) }, system: alone(quorate.resident(full)) })];`,
  });
  const { code, err } = await workshop.run(['check', 'm.model.ts', '--json', 'm.json']);
  const { broken } = JSON.parse(workshop.read('m.json'));
  workshop.close();
  expect(code).toBe(75);
  const lines = err.split('\n');
  for (const line of lines)
    if (!/^ +(at|file:) /.test(line)) expect(line.length).toBeLessThanOrEqual(100);
  const from = lines.indexOf('  looking at:') + 1;
  const [seen = ''] = broken.map((one: { readonly seen: string }) => one.seen);
  const told = lines.slice(from, from + 24).map((line) => line.slice(4));
  expect(seen.startsWith(told.join(''))).toBe(true);
  const left = String(seen.length - told.join('').length).replace(/(?<=\d)(?=(\d{3})+$)/g, ' ');
  expect(said(err)).toContain(
    `… and ${left} more characters: quorate check --json FILE writes them all, under 'broken'`,
  );
  expect(JSON.parse(seen).hosts.a.residents.machine.context.names).toHaveLength(400);
  expect(broken).toEqual([
    expect.objectContaining({
      model: 'm',
      property: 'P',
      message: expect.stringContaining('oh no'),
    }),
  ]);
});

test('a step that is not done is told on standard error', async () => {
  const workshop = openWorkshop({ 'm.model.ts': 'export const models = [register()];' });
  const { code, err } = await workshop.run(['check', 'm.model.ts'], {
    explorer: (onStuck) => {
      const explorer = inProcess();
      return {
        ...explorer,
        explore: (...given) => {
          const call = "the machine 'm' in s, on 'e'";
          onStuck({ model: 'r', call, isOneCall: true, seconds: 10, brokenOffBy: null });
          return explorer.explore(...given);
        },
      };
    },
  });
  workshop.close();
  expect(code).toBe(0);
  expect(said(err)).toBe(
    "quorate: r: this has not returned for 10 s: the machine 'm' in s, on 'e' Likely cause: a loop without end in it, or more work than it should be. It can't go on meanwhile; Ctrl-C ends it. ",
  );
});

test('one Ctrl-C ends a check whose step never returns, and what is known is printed', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `import { isMainThread } from 'node:worker_threads';
import { setup } from '${import.meta.resolve('xstate')}';
const begun = new BroadcastChannel('begun');
if (isMainThread) begun.close();
const stuck = setup({ guards: { never: () => { begun.postMessage(''); for (;;); } } })
  .createMachine({ id: 'stuck', initial: 'waiting', states: { waiting: { on: { go: { guard: 'never' } } } } });
export const models = [quorate.model('stuck', { properties: {}, system: quorate.system({
  hosts: [quorate.host('a', { stuck: quorate.resident(stuck) })], inputs: () => [{ type: 'go' }] }) })];`,
  });
  const begun = new BroadcastChannel('begun');
  const { code, out, err } = await workshop.run(['check', 'm.model.ts'], {
    explorer: (onStuck) =>
      threadExplorer({ onStuck, patience: { told: 60_000, last: 20, orderly: 60_000 } }),
    onListen: (interrupt) => begun.addEventListener('message', interrupt),
  });
  begun.close();
  workshop.close();
  expect(code).toBe(130);
  expect(out).toMatch(/^stuck +unknown +0 +0 +interrupted$/m);
  expect(said(err)).toContain(
    ": the machine 'stuck' in waiting, on 'go' (the host 'a') Likely cause",
  );
});
