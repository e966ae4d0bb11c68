import { expect, test } from 'vitest';
import type { Action, Model, State } from '../../../checker/index.ts';
import { client, host, model, resident, system } from '../../../checker/index.ts';
import type { SystemDefinition } from '../../../checker/index.ts';
import { initial } from '../../../checker/reference.ts';
import { load } from '../../../checker/system/load.ts';
import { whyDisabled } from '../../../checker/trace/disabled.ts';
import { server, writer } from '../fixtures/register.model.ts';

const hosts = [
  client('c1', { writer: resident(writer, { acks: 1 }) }),
  host('n1', { server: resident(server) }),
  host('n2', { server: resident(server) }),
];

function of(definition: Omit<SystemDefinition, 'hosts'> = {}): Model {
  const unlimited = { drop: 'unlimited', crash: 'unlimited', partition: 'unlimited' } as const;
  return model('m', {
    system: system({
      hosts,
      partitions: [[['c1', 'n1'], ['n2']]],
      budgets: unlimited,
      ...definition,
    }),
    properties: {},
  });
}

const to = (id: string) => ({ host: id, machine: id === 'c1' ? 'writer' : 'server', key: null });
const read = { from: 'c1', to: to('n1'), message: { type: 'read', from: to('c1') } };
const strange = { from: 'n1', to: to('c1'), message: { type: 'strange' } };
const at = to('c1');

function why(action: Action, change: Partial<State> = {}, system = of()): string {
  const loaded = load(system);
  return whyDisabled(loaded, { ...initial(loaded).state, ...change }, action);
}

const down = (id: string): Partial<State> => {
  const { state } = initial(load(of()));
  return { hosts: { ...state.hosts, [id]: { up: false, residents: {}, families: {} } } };
};

test('an action whose budget is used up says so', () => {
  const budgets = { crash: 1 };
  expect(why({ kind: 'crash', host: 'n1' }, { used: { crash: 1 } }, of({ budgets }))).toMatch(
    /at most 1 'crash'/,
  );
});

test.each<[string, Action, Partial<State>, RegExp]>([
  ['a message that is not in flight', { kind: 'drop', ...read }, {}, /none at all/],
  [
    'a message of which only others are in flight',
    { kind: 'deliver', ...read },
    { inFlight: [{ ...read, message: { type: 'write' } }] },
    /in flight there: write/,
  ],
  [
    'a message to a host that is down',
    { kind: 'deliver', ...read },
    { inFlight: [read], ...down('n1') },
    /'n1' is down/,
  ],
  [
    'a message that no chart handles',
    { kind: 'deliver', ...strange },
    { inFlight: [strange] },
    /no chart handles/,
  ],
  ['a timer that is not armed', { kind: 'timer', at, delay: 'patience', state: 'x' }, {}, /armed/],
  [
    'a timer of a host that is not there',
    { kind: 'timer', at: to('n9'), delay: 'patience', state: 'x' },
    {},
    /no host 'n9'/,
  ],
  [
    'an input that is not offered',
    { kind: 'input', host: 'n1', event: { type: 'e' } },
    {},
    /offer/,
  ],
  ['a crash of a host that does not crash', { kind: 'crash', host: 'c1' }, {}, /not one of those/],
  ['a crash of a host that is down', { kind: 'crash', host: 'n1' }, down('n1'), /is down/],
  ['a restart of a host that is up', { kind: 'restart', host: 'n1' }, {}, /is up/],
  ['a restart that is barred otherwise', { kind: 'restart', host: 'n1' }, down('n1'), /nothing/],
  ['a partition of no grouping', { kind: 'partition', grouping: 3 }, {}, /no such grouping/],
  ['a partition within another', { kind: 'partition', grouping: 0 }, { partition: 0 }, /already/],
  ['a healing of nothing', { kind: 'heal' }, {}, /no partition/],
])('%s is explained', (_, action, change, reason) => {
  expect(why(action, change)).toMatch(reason);
});

test('a message across a partition is explained', () => {
  const partitions = [[['c1'], ['n1', 'n2']]];
  const change = { inFlight: [read], partition: 0 };
  expect(why({ kind: 'deliver', ...read }, change, of({ partitions }))).toMatch(/stands between/);
});

test('a message behind another one on a fifo channel is explained', () => {
  const first = { ...read, message: { type: 'write', from: to('c1'), value: 'v1' } };
  const change = { inFlight: [first, read] };
  expect(why({ kind: 'deliver', ...read }, change, of({ channel: 'fifo' }))).toMatch(
    /older message/,
  );
});
