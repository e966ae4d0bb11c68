/** What builders are given and have no use for: it would pass in silence, and mean nothing. */

import { expect, test } from 'vitest';
import { explore } from '../../../checker/index.ts';
import { register } from '../fixtures/register.model.ts';
import { checked, defined, within, testMistakes } from './mistaken-files.ts';
import type { Mistakes } from './mistaken-files.ts';

const lease = `const lease = family({ defaults: { n: 1, mode: 'x' }, name: ({ n }) => 'lease/n' + n,
  build: () => ({ system: one, properties: { Fine } }) });
`;
const called = (call: string): string => `${lease}export const models = [${call}];`;
const running = (slot: string, more = ''): string =>
  within(`hosts: [host('n1', { s: ${slot} })]${more}`);

const surplus: Mistakes = [
  [
    'options of another kind of property',
    defined("properties: { P: quorate.whenQuiet(() => true, { over: ['n1'] }) }"),
    "whenQuiet(…) is also given an object with over, which means nothing: it takes one argument. 'over' belongs elsewhere: it goes with always(…), never(…) and sometimes(…)",
  ],
  [
    'a predicate of terminates',
    defined('properties: { P: terminates(() => true) }'),
    'terminates(…) is also given a function, which means nothing: it takes no argument. Take it out',
  ],
  [
    'a third predicate of leadsTo',
    defined('properties: { P: leadsTo(() => true, () => true, () => true) }'),
    'leadsTo(…) is also given a function, which means nothing: it takes two arguments',
  ],
  [
    'what heals, which is all or nothing',
    defined("fairness: [weak.heal({ host: 'n1' })]"),
    'weak.heal(…) is also given an object with host, which means nothing: it takes no argument',
  ],
  [
    'a receiver by itself',
    defined("fairness: [weak.deliver({ from: 'n1' }, 'n2')]"),
    "weak.deliver(…) is also given the text 'n2', which means nothing: it takes one argument",
  ],
  [
    'options of a host',
    within("hosts: [host('n1', { server: resident(server) }, { crashable: true })]"),
    "host(…) is also given an object with crashable, which means nothing: it takes two arguments. 'crashable' belongs elsewhere: it is the system's",
  ],
  [
    'options of a resident after its input',
    running("resident(server, {}, { rebirth: 'allowed' })"),
    "resident(…) is also given an object with rebirth, which means nothing: it takes two arguments. 'rebirth' belongs elsewhere: it is perRequest's",
  ],
  [
    'options of a model',
    "export const models = [model('odd/one', { system: one, properties: { Fine } }, { scope: 'x' })];",
    "model(…) is also given an object with scope, which means nothing: it takes two arguments. 'scope' belongs elsewhere: it is the model's",
  ],
  [
    'parameters in two parts',
    called('lease({ n: 1 }, { n: 2 })'),
    "the family of 'lease/n1' is also given an object with n, which means nothing: it takes one argument",
  ],
];

const families: Mistakes = [
  [
    'a number',
    called('lease(3)'),
    `the family of 'lease/n1' is called with 3: call it with what differs from { n: 1, mode: "x" }`,
  ],
  ['a text', called("lease('n')"), "the family of 'lease/n1' is called with the text 'n'"],
  ['null', called('lease(null)'), "the family of 'lease/n1' is called with null"],
  [
    'a text for a number',
    called("lease({ n: '2' })"),
    "the family of 'lease/n1' sets the parameter 'n' to the text '2', and its default is 1: write a number",
  ],
  [
    'a number for a text',
    called('lease({ mode: 2 })'),
    "the family of 'lease/n1' sets the parameter 'mode' to 2, and its default is the text 'x': write a text",
  ],
  [
    'what is undefined',
    called('lease({ n: undefined })'),
    "the family of 'lease/n1' sets the parameter 'n' to undefined",
  ],
];

const inputs: Mistakes = [
  [
    'an option of the system',
    running("resident(server, { whileDown: 'lost' })"),
    "the machine is given the input 'whileDown', which it doesn't read as it starts. 'whileDown' belongs elsewhere: it is the system's: system({ hosts",
  ],
  [
    'a misspelt option of the system',
    running("resident(server, { whileDwon: 'lost' })"),
    "the machine is given the input 'whileDwon', which it doesn't read as it starts. Did you mean whileDown? That belongs elsewhere: it is the system's: system({ hosts",
  ],
  [
    'an option of perRequest at perKey',
    running("perKey(server, () => 'k', { rebirth: 'allowed' })"),
    "the machine is given the input 'rebirth', which it doesn't read as it starts. 'rebirth' belongs elsewhere: it is perRequest's",
  ],
  [
    'an option of perRequest in its input',
    running("perRequest(server, { opens: 'read', by: () => 'k' }, { rebirth: 'allowed' })"),
    "the machine is given the input 'rebirth'",
  ],
  [
    'a misspelt name that is near to one that is asked for',
    running('resident(writer, { aks: 1 })'),
    "the machine is given the input 'aks', which it doesn't read as it starts. It asks for acks, which isn't given: correct the name",
  ],
  [
    'what the checker gives itself',
    running('resident(server, { disk: {} })'),
    "host('n1', …).s.input.disk would be lost: the checker gives every machine of this kind a 'disk' itself",
  ],
  [
    'what is no JSON',
    running('resident(server, { seen: new Set() })'),
    "host('n1', …).s.input holds an instance of Set at 'seen': write plain JSON",
  ],
];

const values: Mistakes = [
  [
    'a property that is undefined',
    defined('properties: { Fine, Odd: quorate.nothing }'),
    'properties.Odd is undefined, no property. Likely cause: a misspelt name of what it is to be. Leave the name out where the model has no such property',
  ],
  [
    'a mutant that is undefined',
    defined('mutants: { x: undefined }'),
    "mutants.x is undefined: write x: caughtBy('…', swap(…))",
  ],
  [
    'a mutant that is caught by what is no property',
    defined("mutants: { x: caughtBy('Fien', swap(server, writer)) }"),
    "the mutant 'x' is to be caught by 'Fien', which is no property of the model. Did you mean Fine?",
  ],
  [
    'a mutant of a machine that no host runs',
    defined("mutants: { x: caughtBy('Fine', swap(writer, server)) }"),
    "the mutant 'x' changes the machine 'writer', which no host of the model runs",
  ],
  [
    'a mutant that is the same machine',
    defined("mutants: { x: caughtBy('Fine', swap(server, server)) }"),
    "swap(…) puts the machine 'server' in its own place, which changes nothing",
  ],
  [
    'a change of no parameter',
    defined("mutants: { x: caughtBy('Fine', reparameterised({})) }"),
    'reparameterised(…) is an object without keys: write { n: 2 }',
  ],
  [
    'a store that is no JSON',
    defined('store: { at: () => 1 }'),
    "store holds function at 'at': write plain JSON",
  ],
  [
    'a waiver with an empty reason',
    defined("waivers: [{ what: 'drop', why: '' }]"),
    "waivers[0].why is the text '': write a text that isn't empty",
  ],
  [
    'an assumption by hand that there is not',
    defined("fairness: [{ strength: 'weak', actions: { kind: 'delver' } }]"),
    "fairness[0].actions.kind is the text 'delver'. Did you mean deliver?",
  ],
  [
    'an assumption by hand that lacks a field',
    defined("fairness: [{ strength: 'weak', actions: { kind: 'restart' } }]"),
    "fairness[0].actions lacks 'host': write weak.restart() or another assumption",
  ],
  [
    'a system without hosts',
    within('hosts: []'),
    "system.hosts is an empty list: write [client('…', { … }), host('…', { … })]",
  ],
];

const systems: Mistakes = [
  [
    'a budget of inputs that nothing offers',
    within("budgets: { 'input:read': 1 }"),
    "a budget is given for 'input:read', but nothing ever offers an input, since the system has no 'inputs'. Write inputs: (host) => [{ type: 'read' }], or take the budget out",
  ],
  [
    'a channel of a host to itself',
    within("channels: [{ from: 'n1', to: 'n1', channel: 'fifo' }]"),
    "a channel is declared from 'n1' to itself, but what a host sends itself it handles in the same step",
  ],
  [
    'a partition into one group',
    within("partitions: [[['n1']]]"),
    'partitions[0] separates nothing, since a host in no group reaches all: name two groups at least',
  ],
  [
    'fair timers of a host without',
    defined("fairness: [weak.timer({ host: 'n1' })]"),
    "a fairness assumption speaks of timers of the host 'n1', where no machine has any: take it out, or give a chart an 'after'",
  ],
  [
    'fair inputs where there are none',
    defined("fairness: [weak.input({ type: 'read' })]"),
    "speaks of inputs, but nothing ever offers one, since the system has no 'inputs'",
  ],
  [
    'fair deliveries of a host to itself',
    defined("fairness: [weak.deliver({ from: 'n1', to: 'n1' })]"),
    "speaks of deliveries from 'n1' to itself: what a host sends itself it handles in the same step",
  ],
  [
    'fair restarts of a host that never crashes',
    `export const models = [model('odd/one', { system: system({ hosts, crashable: [] }), properties: { Fine },
      fairness: [weak.restart({ host: 'n1' })] })];`,
    "speaks of restarts of 'n1', which never crashes: crashable are none",
  ],
];

testMistakes({
  'an argument too many': surplus,
  'a family that is called with': families,
  'an input': inputs,
  'a value': values,
  'a system': systems,
});

test('a family may be mapped over a list of parameters', async () => {
  expect(await checked(called('...[{ n: 1 }, { n: 2 }].map(lease)'))).toEqual({ code: 0, err: '' });
});

test('an input may be read under a condition, or be of the name of an option', async () => {
  const text = `import { setup } from '${import.meta.resolve('xstate')}';
const odd = setup({}).createMachine({ id: 'odd', on: { go: {} },
  context: ({ input }) => ({ scope: input.scope, limit: input.isLimited ? input.limit : 0 }) });
export const models = [model('odd/one', { properties: { Fine }, waivers: [{ what: 'odd: odd go[0]', why: 'x' }],
  system: system({ hosts: [host('n1', { odd: resident(odd, { scope: 1, limit: 2, isLimited: false }) })] }) })];`;
  expect((await checked(text)).err).toBe('');
});

test('all timers and all inputs may be fair where there are none', async () => {
  const text = defined('fairness: [weak.timer(), weak.input()]');
  expect(await checked(text)).toEqual({ code: 0, err: '' });
});

test('a partition may leave nobody in a group', async () => {
  const text = within("partitions: [[['n1'], []]]");
  expect(await checked(text)).toEqual({ code: 0, err: '' });
});

test('exploring within limits in two parts is refused', () => {
  const twice = [register(), {}, { maxStates: 3 }] as unknown as Parameters<typeof explore>;
  expect(() => explore(...twice)).toThrow('explore(…) is also given an object with maxStates');
});
