/** Mistakes in what models are defined by, which no compiler sees in a model file. */

import { expect, test } from 'vitest';
import { checked, defined, spread, testMistakes } from './mistaken-files.ts';
import type { Mistakes } from './mistaken-files.ts';

const properties: Mistakes = [
  [
    'a bare function',
    defined('properties: { OneBall: (view) => true }'),
    'properties.OneBall is a function, no property: wrap it in always(…)',
  ],
  [
    'a bare function in a model that was spread',
    spread('properties: { OneBall: (view) => true }'),
    'properties.OneBall is a function, no property: wrap it in always(…)',
  ],
  [
    'a text',
    defined("properties: { OneBall: 'always' }"),
    "properties.OneBall is the text 'always', no property: write always((view) => …)",
  ],
  [
    'a name that a literal means something else by',
    defined('properties: { __proto__: always(() => true) }'),
    "properties has the key __proto__, by which JavaScript means something else, so that it would be lost: write ['__proto__']",
  ],
  [
    'an instance of a class',
    `class Asked { get OneBall() { return Fine; } }\n${spread('properties: new Asked()')}`,
    'properties is an instance of the class Asked, of which only the fields would be seen: write { Name: always((view) => …) }',
  ],
  [
    'a map',
    spread("properties: new Map([['OneBall', Fine]])"),
    'properties is an instance of the class Map',
  ],
  [
    'a machine',
    defined('properties: { Watched: server }'),
    'properties.Watched is a machine, no property: wrap it in monitored(…)',
  ],
  [
    'a maker that is not called',
    defined('properties: { Ends: terminates }'),
    'properties.Ends is the function terminates itself, no property: call it, terminates(…)',
  ],
  [
    'a property that is undefined in a model that was spread',
    spread('properties: { OneBall: undefined }'),
    'properties.OneBall is undefined, no property',
  ],
  [
    'no properties',
    "export const models = [model('odd/one', { system: one })];",
    "the definition of the model lacks 'properties': write",
  ],
  [
    'misspelt properties',
    "export const models = [model('odd/one', { system: one, propertis: { Fine } })];",
    "the definition of the model has the key 'propertis', which means nothing. Did you mean properties?",
  ],
  [
    'leadsTo with one predicate',
    defined('properties: { Served: leadsTo(() => true) }'),
    "the second predicate of 'leadsTo' is undefined: write (view) => …",
  ],
  [
    'always of a text',
    defined("properties: { Odd: always('x') }"),
    "what 'always' asks is the text 'x': write (view) => … or { Name: (view) => … }",
  ],
  [
    'a conjunct that is a property',
    defined('properties: { Odd: always({ A: Fine }) }'),
    'always.A is an object with kind, holds: write (view) => …',
  ],
  [
    'never of nothing',
    defined('properties: { Odd: never() }'),
    "the predicate of 'never' is undefined: write (view) => …",
  ],
  [
    'a misspelt option',
    defined("properties: { Odd: always(() => true, { ovr: ['n1'] }) }"),
    "always(…, { … }) has the key 'ovr', which means nothing. Did you mean over?",
  ],
  [
    'hosts to read that are no list',
    defined("properties: { Odd: never(() => true, { over: 'n1' }) }"),
    "never.over is the text 'n1', no list: write ['…', '…']",
  ],
  [
    'hosts to read that there are not',
    defined("properties: { Odd: never(() => true, { over: ['shopp'] }) }"),
    "'over' names the host 'shopp', which the system doesn't have. Correct it: hosts are n1",
  ],
  [
    'a monitor without a machine',
    defined('properties: { Odd: monitored({}) }'),
    "what 'monitored' watches by is an object without keys: give a machine",
  ],
  [
    'a monitor that can alarm nobody',
    defined('properties: { Watched: monitored(server) }'),
    "no state of the monitor is tagged 'violated', so that nothing can violate the property",
  ],
];

const definitions: Mistakes = [
  [
    'mutant',
    defined('mutant: {}'),
    "the definition of the model has the key 'mutant', which means nothing. Did you mean mutants?",
  ],
  [
    'fairnes',
    defined('fairnes: []'),
    "has the key 'fairnes', which means nothing. Did you mean fairness?",
  ],
  [
    'symetric',
    defined('symetric: []'),
    "has the key 'symetric', which means nothing. Did you mean symmetric?",
  ],
  [
    'expected',
    defined('expected: {}'),
    "has the key 'expected', which means nothing. Did you mean expect?",
  ],
  [
    'hosts',
    defined('hosts: []'),
    "has the key 'hosts', which belongs elsewhere: it is the system's: system({ hosts",
  ],
  [
    'a misspelt key of a model that was spread',
    spread('fairnes: []'),
    "models[0] has the key 'fairnes', which means nothing. Did you mean fairness?",
  ],
  [
    'a misspelt key that a family builds',
    `const lease = family({ defaults: { n: 1 }, name: ({ n }) => 'lease/n' + n,
      build: () => ({ system: one, properties: { Fine }, waivrs: [] }) });
    export const models = [lease()];`,
    "has the key 'waivrs', which means nothing. Did you mean waivers?",
  ],
  [
    'a misspelt key of a family',
    "export const models = [family({ default: { n: 1 }, name: () => 'x', build: () => ({}) })()];",
    "family({ … }) has the key 'default', which means nothing. Did you mean defaults?",
  ],
  [
    'a system without system(…)',
    defined('system: { hosts }'),
    "system is no system yet, since it lacks 'channel': wrap it in system({ … })",
  ],
  ['done that is no function', defined('done: true'), 'done is true: write (view) => …'],
  [
    'fairness that is not called',
    defined('fairness: [weak]'),
    'fairness[0] is weak or strong itself, no assumption: say of what and call it, as in weak.deliver()',
  ],
  [
    'an assumption that is not called',
    defined('fairness: [weak.timer]'),
    'fairness[0] is a function, no assumption: say of what and call it',
  ],
  [
    'fairness that is no list',
    defined('fairness: weak.timer()'),
    'fairness is an object with strength, actions, no list: write [weak.deliver()]',
  ],
  [
    'a misspelt field of an assumption',
    defined("fairness: [weak.deliver({ too: 'n1' })]"),
    "weak.deliver({ … }) has the key 'too', which means nothing. Did you mean to?",
  ],
  [
    'a misspelt pin',
    defined('expect: { Fine: violated({ step: 9 }) }'),
    "violated({ … }) has the key 'step', which means nothing. Did you mean steps? The only key is steps",
  ],
  [
    'a pin that is no length',
    defined('expect: { Fine: violated({ steps: -1 }) }'),
    'violated.steps is -1: give a whole number from 0',
  ],
  [
    'an expectation that is not called',
    defined('expect: { Fine: violated }'),
    'expect.Fine is a function: write violated() or violated({ steps: 4 })',
  ],
  [
    'an expectation of what is no property',
    defined('expect: { Fien: violated() }'),
    "'expect' names 'Fien', which is no property of the model. Did you mean Fine?",
  ],
  [
    'an assumption about what is no host',
    defined("fairness: [weak.deliver({ to: 'n' })]"),
    "names the host 'n', which the system doesn't have. Did you mean n1?",
  ],
  [
    'a misspelt waiver',
    defined("waivers: [{ what: 'drop', wy: 'x' }]"),
    "waivers[0] has the key 'wy', which means nothing. The keys are what, why",
  ],
  [
    'a waiver without its reason',
    defined("waivers: [{ what: 'drop' }]"),
    "waivers[0] lacks 'why': write { what: '…', why: '…' }",
  ],
  [
    'symmetric ids in no group',
    defined("symmetric: ['n1', 'n2']"),
    "symmetric[0] is the text 'n1', no list",
  ],
  [
    'a mutant that nothing must catch',
    defined('mutants: { x: swap(server, server.provide({})) }'),
    "mutants.x is a change without the property that must catch it: write x: caughtBy('…', swap(…))",
  ],
  [
    'a mutant that is caught by a change',
    defined("mutants: { x: caughtBy(swap(server, server.provide({})), 'Fine') }"),
    'the property of caughtBy(…) is an object with kind, machine, becomes: write a text',
  ],
  [
    'an edit that is no function',
    defined("mutants: { x: caughtBy('Fine', edit(server, {})) }"),
    'the rewriting of edit(…) is an object without keys: write a function',
  ],
  [
    'an edit that returns nothing',
    defined("mutants: { x: caughtBy('Fine', edit(server, (config) => { config.on; })) }"),
    'the config that edit(server, …) answers is undefined: write (config) => ({ ...config, … })',
  ],
  [
    'a mutant with a parameter that there is not',
    `const lease = family({ defaults: { lease: 1 }, name: () => 'lease/x',
      build: () => ({ system: one, properties: { Fine },
        mutants: { late: caughtBy('Fine', reparameterised({ leese: 1 })) } }) });
    export const models = [lease()];`,
    "mutants.late names the parameter 'leese', which there isn't. Did you mean lease? Its parameters are lease",
  ],
  [
    'a member with a parameter that there is not',
    'export const models = [register({ aks: 1 })];',
    "the family of 'register/acks2' names the parameter 'aks', which there isn't. Did you mean acks?",
  ],
  [
    'a mutant with parameters of a model without',
    defined("mutants: { late: caughtBy('Fine', reparameterised({ n: 1 })) }"),
    "names the parameter 'n', which there isn't. It has none: a model has parameters as a member of a family",
  ],
];

testMistakes({
  'a property': properties,
  'a definition of a model': definitions,
});

test('a mistake names its model', async () => {
  expect((await checked(defined('fairnes: []'))).err).toContain('model: odd/one');
  expect((await checked(spread('fairnes: []'))).err).toContain('model: register/acks2');
});
