/** Mistakes in what systems are defined by, in lists of models and in limits. */

import { expect, test } from 'vitest';
import { explore } from '../../../checker/index.ts';
import { register } from '../fixtures/register.model.ts';
import { checked, spread, within, testMistakes } from './mistaken-files.ts';
import type { Mistakes } from './mistaken-files.ts';

const systems: Mistakes = [
  [
    'chanel',
    within("chanel: 'fifo'"),
    "system({ … }) has the key 'chanel', which means nothing. Did you mean channel, channels?",
  ],
  [
    'budget',
    within('budget: { drop: 1 }'),
    "system({ … }) has the key 'budget', which means nothing. Did you mean budgets?",
  ],
  [
    'done',
    within('done: () => true'),
    "system({ … }) has the key 'done', which belongs elsewhere: it is the model's: model(",
  ],
  [
    'no hosts',
    "export const models = [model('odd/one', { system: system({}), properties: { Fine } })];",
    "system({ … }) lacks 'hosts'",
  ],
  [
    'a misspelt value',
    within("channel: 'fif'"),
    "system.channel is the text 'fif'. Did you mean fifo? It may be unordered, fifo, duplicating",
  ],
  [
    'whileDown',
    within("whileDown: 'los'"),
    "system.whileDown is the text 'los'. Did you mean lost?",
  ],
  [
    'lateReplies',
    within("lateReplies: 'delivred'"),
    "system.lateReplies is the text 'delivred'. Did you mean delivered?",
  ],
  [
    'unhandled',
    within("unhandled: 'kpet'"),
    "system.unhandled is the text 'kpet'. Did you mean kept?",
  ],
  [
    'a misspelt key of a channel',
    within("channels: [{ from: 'n1', too: 'n1', channel: 'fifo' }]"),
    "system.channels[0] has the key 'too', which means nothing. Did you mean to?",
  ],
  [
    'a misspelt value of a channel',
    within("channels: [{ from: 'n1', to: 'n1', channel: 'fif' }]"),
    "system.channels[0].channel is the text 'fif'. Did you mean fifo?",
  ],
  [
    'a misspelt value in a system that was spread',
    spread("system: { ...register().system, whileDown: 'los' }"),
    "system.whileDown is the text 'los'. Did you mean lost?",
  ],
  [
    'a host that is a machine',
    within('hosts: [server]'),
    "system.hosts[0] is a machine, no host: write host('…', { … }) or client('…', { … })",
  ],
  [
    'a machine without resident(…)',
    within("hosts: [host('n1', { worker: server })]"),
    "host('n1', …).worker is a machine: say how it lives, as in { worker: resident(worker) }",
  ],
  [
    'an option of the system at a host',
    within("hosts: [host('n1', { server: resident(server), whileDown: 'lost' })]"),
    "host('n1', …).whileDown is the text 'lost', where a machine belongs: 'whileDown' is no machine. Did you mean it for the system?",
  ],
  [
    'a resident that is undefined',
    within("hosts: [host('n1', { server: resident(undefined) })]"),
    'the machine of resident(…) is undefined: give a machine',
  ],
  [
    'an input that is no record',
    within("hosts: [host('n1', { server: resident(server, 3) })]"),
    "host('n1', …).server.input is 3",
  ],
  [
    'a host without an id',
    within('hosts: [client({ server: resident(server) })]'),
    "the id of client(…) is an object with server: write a text that isn't empty",
  ],
  [
    'a misspelt rebirth',
    within(
      "hosts: [host('n1', { s: perRequest(server, { opens: 'read', by: () => 'k', rebirth: 'allow' }) })]",
    ),
    "perRequest.rebirth is the text 'allow'. Did you mean allowed?",
  ],
  [
    'a misspelt option of perRequest',
    within("hosts: [host('n1', { s: perRequest(server, { open: 'read', by: () => 'k' }) })]"),
    "perRequest(…, { … }) has the key 'open', which means nothing. Did you mean opens?",
  ],
  [
    'perKey without a key',
    within("hosts: [host('n1', { s: perKey(server) })]"),
    "'by' of perKey(…) is undefined: write a function",
  ],
  [
    'inputs that answer one event',
    within("inputs: () => ({ type: 'read' })"),
    "the system's inputs answered an object with type, no list of events. Write [{ type: '…' }], and [] for none",
  ],
  [
    'inputs that list a text',
    within("inputs: () => ['read']"),
    "the system's inputs list the text 'read', no event: write { type: '…' }",
  ],
];

const lists: Mistakes = [
  [
    'a family that is not called',
    `export const lease = family({ defaults: { n: 1 }, name: () => 'lease/x',
      build: () => ({ system: one, properties: { Fine } }) });
    export const models = [lease];`,
    'models[0] is the function lease itself, no model: call it, lease()',
  ],
  [
    'a family of another file that is not called',
    'export const models = [register];',
    'models[0] is a function, no model: a family is called',
  ],
  [
    'one model instead of a list',
    'export const models = register();',
    'the file exports no list of models: models is an object with',
  ],
  [
    'a misspelt export',
    'export const modls = [register()];',
    'models is undefined. Did you mean modls?',
  ],
];

testMistakes({
  'a definition of a system': systems,
  'a list of models': lists,
});

test.each([
  [
    { maxState: 3 },
    "explore(model, { … }) has the key 'maxState', which means nothing. Did you mean maxStates?",
  ],
  [{ maxStates: 1.5 }, 'explore.maxStates is 1.5: give a whole number from 1'],
  [{ maxStates: -1 }, 'explore.maxStates is -1: give a whole number from 1'],
  [{ maxDepth: -1 }, 'explore.maxDepth is -1: give a whole number from 0'],
  [{ keepGoing: 'yes' }, "explore.keepGoing is the text 'yes': write true or false"],
])('exploring within %o is refused', (limits, message) => {
  expect(() => explore(register(), limits as object)).toThrow(message);
});

test('exploring a family that is not called is refused', () => {
  expect(() => explore(register as never)).toThrow(
    'the model is a function, no model: a family is called',
  );
});

test('what is undefined is as if it were left out', async () => {
  const given = 'inputs: undefined, channel: undefined';
  const text = `export const models = [model('odd/one', {
    system: system({ hosts, ${given} }), properties: { Fine }, expect: { Fine: undefined }, fairness: undefined })];`;
  expect(await checked(text)).toEqual({ code: 0, err: '' });
});
