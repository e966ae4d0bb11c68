import { describe, expect, it } from 'vitest';
import { load } from '../../checker/system/load.ts';
import { actions, inputs, messages, perform, timers } from '../../traces/bridge/mapping.ts';
import type { InputTable, MessageTable, TimerTable } from '../../traces/bridge/mapping.ts';
import { Rig } from '../../traces/bridge/rig.ts';
import { plainRing } from '../../spec/cluster.model.ts';
import { dynamoModel } from './random-dynamo.ts';

const setting = { ring: plainRing(3), n: 2, r: 2, w: 2 };
const script = [{ op: 'put', id: 'p' }] as const;
const rigOf = () => new Rig(load(dynamoModel(setting, [script], {})));
const client = { host: 'c1', machine: 'client', key: null };

describe('the mapping', () => {
  it('does not compile while a message, a timer or an input of the spec has no entry', () => {
    const { handedOff: _, ...noHandedOff } = messages;
    const { handoffRetry: __, ...noRetry } = timers;
    const { trust: ___, ...noTrust } = inputs;
    // @ts-expect-error: a message is missing
    const fewerMessages: MessageTable = noHandedOff;
    // @ts-expect-error: a timer is missing
    const fewerTimers: TimerTable = noRetry;
    // @ts-expect-error: an input is missing
    const fewerInputs: InputTable = noTrust;
    expect(fewerMessages).not.toHaveProperty('handedOff');
    expect(fewerTimers).not.toHaveProperty('handoffRetry');
    expect(fewerInputs).not.toHaveProperty('trust');
  });

  it('does not compile with an entry for what the spec does not have', () => {
    // @ts-expect-error: no such message
    const moreMessages = { ...messages, gossip: messages.store } satisfies MessageTable;
    // @ts-expect-error: no such timer
    const moreTimers = { ...timers, gossipDelay: 'requestTimeout' } satisfies TimerTable;
    // @ts-expect-error: a timer that the store does not have
    const otherTimer = { ...timers, handoffRetry: 'gossipDelay' } satisfies TimerTable;
    expect([moreMessages, moreTimers, otherTimer]).toHaveLength(3);
  });

  it('has an entry for every kind of action that the checker knows', () => {
    expect(Object.keys(actions)).toHaveLength(10);
  });
});

describe('the store refuses', () => {
  it('a frame that nobody sent', () => {
    const message = { type: 'stored', by: 'n2' };
    const to = { host: 'n1', machine: 'put', key: 'p' };
    const why = 'nothing with this content is on its way in the store';
    for (const kind of ['deliver', 'drop', 'duplicate'] as const) {
      expect(perform(rigOf(), { kind, from: 'n2', to, message })).toBe(why);
    }
  });

  it('a message whose content is another than what was sent', () => {
    const rig = rigOf();
    expect(perform(rig, { kind: 'input', host: 'c1', event: call('n1') })).toBeNull();
    const sent = clientPut('n1');
    const other = { ...sent, message: { ...sent.message, value: 'q' } };
    expect(perform(rig, { kind: 'deliver', ...other })).toContain('nothing with this content');
    expect(perform(rig, { kind: 'deliver', ...sent })).toBeNull();
  });

  it('messages, inputs and timers that it does not know', () => {
    const rig = rigOf();
    const gossip = { type: 'gossip' };
    const at = { host: 'n1', machine: 'courier', key: 'k' };
    expect(perform(rig, { kind: 'deliver', from: 'n2', to: at, message: gossip })).toBe(
      'the store knows no message of type gossip',
    );
    expect(perform(rig, { kind: 'input', host: 'n1', event: gossip })).toBe(
      'the store knows no input of type gossip',
    );
    expect(perform(rig, { kind: 'timer', at, delay: 'handoffDelay', state: 'waiting' })).toBe(
      'the store has no timer handoffDelay armed for k',
    );
  });

  it('a put at a node that is no home of the key', () => {
    const rig = rigOf();
    perform(rig, { kind: 'input', host: 'c1', event: call('n3') });
    expect(perform(rig, { kind: 'deliver', ...clientPut('n3') })).toBe(
      'the store sends request p on to n1',
    );
  });

  it('what happens to a node that is not there, or not in that state', () => {
    expect(perform(rigOf(), { kind: 'restart', host: 'n1' })).toBe('the store refuses it: nodeUp');
    expect(perform(rigOf(), { kind: 'crash', host: 'n9' })).toBe(
      'the store refuses it: noSuchNode',
    );
  });

  it('a call at a client that has nothing to ask', () => {
    const rig = rigOf();
    const event = call('n1');
    expect(perform(rig, { kind: 'input', host: 'c1', event })).toBeNull();
    expect(perform(rig, { kind: 'input', host: 'c1', event })).toBe(
      'the client c1 has nothing to ask now',
    );
  });
});

describe('a client of the bridge', () => {
  it('begins its script anew after a crash', () => {
    const rig = rigOf();
    perform(rig, { kind: 'input', host: 'c1', event: call('n1') });
    perform(rig, { kind: 'crash', host: 'c1' });
    expect(rig.clients.get('c1')).toBeNull();
    expect(perform(rig, { kind: 'input', host: 'c1', event: call('n1') })).not.toBeNull();
    perform(rig, { kind: 'restart', host: 'c1' });
    expect(rig.clients.get('c1')).toMatchObject({ waiting: false, script });
  });

  it('has its requests and answers lost and doubled on the way', () => {
    const rig = rigOf();
    perform(rig, { kind: 'input', host: 'c1', event: call('n1') });
    expect(perform(rig, { kind: 'duplicate', ...clientPut('n1') })).toBeNull();
    expect(rig.requests).toHaveLength(2);
    expect(perform(rig, { kind: 'drop', ...clientPut('n1') })).toBeNull();
    expect(rig.requests).toHaveLength(1);
    perform(rig, { kind: 'deliver', ...clientPut('n1') });
    const timeout = { at: { host: 'n1', machine: 'put', key: 'p' }, state: 'awaitingAcks' };
    expect(perform(rig, { kind: 'timer', delay: 'requestTimeout', ...timeout })).toBeNull();
    const unknown = { from: 'n1', to: client, message: { type: 'putUnknown', id: 'p' } };
    expect(perform(rig, { kind: 'duplicate', ...unknown })).toBeNull();
    expect(perform(rig, { kind: 'drop', ...unknown })).toBeNull();
    expect(rig.answers).toHaveLength(1);
    expect(perform(rig, { kind: 'deliver', ...unknown })).toBeNull();
    expect(rig.answers).toHaveLength(0);
  });
});

function call(at: string) {
  return { type: 'call', at };
}

function clientPut(node: string) {
  const context = { clock: {}, time: 0 };
  const ghost = { past: {} };
  return {
    from: 'c1',
    to: { host: node, machine: 'put', key: 'p' },
    message: { type: 'clientPut', from: client, id: 'p', key: 'k', value: 'p', context, ghost },
  };
}
