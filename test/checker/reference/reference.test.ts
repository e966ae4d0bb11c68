import { describe, expect, it } from 'vitest';
import { host, model, perKey, perRequest, resident, system } from '../../../checker/index.ts';
import type { SystemDefinition } from '../../../checker/index.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import type { State } from '../../../checker/state/state.ts';
import { load } from '../../../checker/system/load.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { answering, asking, peer } from './small-machines.ts';

function loaded(definition: SystemDefinition): LoadedModel {
  return load(model('test/reference', { system: system(definition), properties: {} }));
}

/** Runs the first enabled action that fits each description, in turn. */
function run(model: LoadedModel, wanted: readonly Partial<Record<string, unknown>>[]): State {
  return wanted.reduce<State>((state, want) => {
    const action = enabled(model, state).find((one) => fits(one, want));
    if (action === undefined) throw new Error(`not enabled: ${JSON.stringify(want)}`);
    return apply(model, state, action).state;
  }, initial(model).state);
}

function fits(action: Action, want: Partial<Record<string, unknown>>): boolean {
  expect(action).toBeTypeOf('object');
  return Object.entries(want).every(([field, value]) => {
    const found: unknown = Object.entries(action).find(([name]) => name === field)?.[1];
    return JSON.stringify(found) === JSON.stringify(value);
  });
}

function kinds(model: LoadedModel, state: State): readonly string[] {
  return enabled(model, state).map(({ kind }) => kind);
}

const go = { type: 'go', to: 'b' };
const pair = [host('a', { peer: resident(peer) }), host('b', { peer: resident(peer) })];
const quietTimers = { 'timer:patience': 0 };
const inputs = (id: string): readonly { readonly type: string }[] =>
  id === 'a' ? [go] : [{ type: 'save' }];
const sendOne = { kind: 'input', host: 'a', event: go };
const peerAt = (state: State, id: string): unknown => state.hosts[id]?.residents['peer'];

describe('channels', () => {
  it('hold copies of a message, and any distinct one may come next, when unordered', () => {
    const model = loaded({ hosts: pair, inputs, budgets: quietTimers });
    const two = run(model, [sendOne, sendOne]);
    expect(two.inFlight).toHaveLength(2);
    expect(kinds(model, two)).toEqual(['input', 'deliver', 'input']);
    expect(run(model, [sendOne, sendOne, { kind: 'deliver' }]).inFlight).toHaveLength(1);
  });

  it('keep a delivered message when duplicating, and hold it once', () => {
    const model = loaded({
      hosts: pair,
      inputs,
      budgets: { ...quietTimers, drop: 1 },
      channel: 'duplicating',
    });
    const sent = run(model, [sendOne, sendOne, { kind: 'deliver' }, { kind: 'deliver' }]);
    expect(sent.inFlight).toHaveLength(1);
    expect(peerAt(sent, 'b')).toMatchObject({ context: { heard: 2 } });
    expect(kinds(model, sent)).not.toContain('drop');
  });

  it('deliver in order of sending when fifo, and drop and duplicate act on the head', () => {
    const greetings = [{ type: 'go', to: 'b' }];
    const model = loaded({
      hosts: pair,
      inputs: (id) => (id === 'a' ? greetings : []),
      budgets: { ...quietTimers, drop: 1, duplicate: 1 },
      channels: [{ from: 'a', to: 'b', channel: 'fifo' }],
    });
    const state = run(model, [sendOne, sendOne, { kind: 'duplicate' }]);
    expect(state.inFlight).toHaveLength(3);
    expect(new Set(state.inFlight.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(state.used).toEqual({ drop: 0, duplicate: 1 });
    expect(run(model, [sendOne, { kind: 'drop' }]).inFlight).toHaveLength(0);
  });

  it('remove an unhandled message, or keep it in flight, as the system says', () => {
    const tire = { kind: 'timer', at: { host: 'b', machine: 'peer', key: null } };
    const consuming = loaded({ hosts: pair, inputs });
    expect(run(consuming, [sendOne, tire, { kind: 'deliver' }]).inFlight).toHaveLength(0);
    const keeping = loaded({ hosts: pair, inputs, unhandled: 'kept' });
    expect(kinds(keeping, run(keeping, [sendOne, tire]))).not.toContain('deliver');
  });
});

describe('timers and inputs', () => {
  it('fire once per entry and are no step where the chart does not handle them', () => {
    const model = loaded({ hosts: pair, inputs });
    const tire = { kind: 'timer', at: { host: 'a', machine: 'peer', key: null } };
    const tired = run(model, [tire]);
    expect(peerAt(tired, 'a')).toMatchObject({ value: 'tired', timers: [] });
    expect(enabled(model, tired).filter((action) => fits(action, { host: 'a' }))).toEqual([]);
  });
});

describe('crash and restart', () => {
  const model = loaded({
    hosts: pair,
    inputs,
    budgets: { ...quietTimers, crash: 1, restart: 1, amnesia: 1 },
  });
  const heardAndSaved = [sendOne, { kind: 'deliver' }, { kind: 'input', host: 'b' }];
  const crash = { kind: 'crash', host: 'b' };

  it('leave nothing but the disk, and messages wait meanwhile', () => {
    const down = run(model, [...heardAndSaved, sendOne, crash]);
    expect(down.hosts['b']).toEqual({ up: false, residents: { peer: 1 }, families: {} });
    expect(kinds(model, down)).toEqual(['input', 'restart', 'amnesia']);
  });

  it('bring the disk back, or nothing after amnesia', () => {
    const back = run(model, [...heardAndSaved, crash, { kind: 'restart' }]);
    expect(peerAt(back, 'b')).toMatchObject({ context: { heard: 1, disk: 1 } });
    const blank = run(model, [...heardAndSaved, crash, { kind: 'amnesia' }]);
    expect(peerAt(blank, 'b')).toMatchObject({ context: { heard: 0, disk: null } });
  });

  it('lose what is sent to a host that is down, where the system says so', () => {
    const losing = loaded({
      hosts: pair,
      inputs,
      budgets: { ...quietTimers, crash: 1 },
      whileDown: 'lost',
    });
    expect(run(losing, [sendOne, crash]).inFlight).toHaveLength(0);
    expect(run(losing, [crash, sendOne]).inFlight).toHaveLength(0);
  });
});

describe('partitions', () => {
  it('hold messages across groups back until they heal', () => {
    const model = loaded({
      hosts: pair,
      inputs,
      budgets: { ...quietTimers, partition: 1 },
      partitions: [[['a'], ['b']]],
    });
    const split = run(model, [sendOne, { kind: 'partition' }]);
    expect(kinds(model, split)).toEqual(['input', 'input', 'heal']);
    expect(kinds(model, run(model, [sendOne, { kind: 'partition' }, { kind: 'heal' }]))).toContain(
      'deliver',
    );
  });
});

const open = { type: 'ask', k: 'q1', to: 'b', from: { host: 'a', machine: 'x', key: null } };
const once = { 'input:ask': 1 };
const askers = (rebirth: 'refused' | 'allowed' = 'refused'): SystemDefinition => ({
  budgets: once,
  hosts: [
    host('a', { asking: perRequest(asking, { opens: 'ask', by: ({ k }) => k, rebirth }) }),
    host('b', { answering: perKey(answering, ({ k }) => k) }),
  ],
  inputs: (id) => (id === 'a' ? [open] : [{ type: 'forget', k: 'q1' }]),
});
const toA = { to: { host: 'a', machine: 'asking', key: 'q1' } };

describe('requests and families', () => {
  it('are born by their opening message and gone when final', () => {
    const model = loaded(askers());
    const asked = run(model, [{ kind: 'input', host: 'a' }]);
    expect(Object.keys(asked.hosts['a']?.families['asking'] ?? {})).toEqual(['q1']);
    const answered = run(model, [
      { kind: 'input', host: 'a' },
      { kind: 'deliver' },
      { kind: 'deliver' },
    ]);
    expect(answered.hosts['a']?.families['asking']).toEqual({});
  });

  it('keep an instance in the state only while it differs from how it boots', () => {
    const model = loaded(askers());
    const asked = [{ kind: 'input', host: 'a' }, { kind: 'deliver' }];
    expect(run(model, asked).hosts['b']?.families['answering']).toMatchObject({
      q1: { context: { asked: 1 } },
    });
    const forgotten = run(model, [...asked, { kind: 'input', host: 'b' }]);
    expect(forgotten.hosts['b']?.families['answering']).toEqual({});
  });

  it('let go of late replies, or deliver them where the system says so', () => {
    const crashing = { budgets: { ...once, crash: 1, duplicate: 1 }, crashable: ['a'] };
    const answered = [{ kind: 'input', host: 'a' }, { kind: 'deliver' }];
    const vanishing = loaded({ ...askers(), ...crashing });
    expect(run(vanishing, answered).inFlight).toHaveLength(1);
    expect(run(vanishing, [...answered, { kind: 'crash', host: 'a' }]).inFlight).toHaveLength(0);
    expect(
      run(vanishing, [...answered, { kind: 'duplicate', ...toA }, { kind: 'deliver', ...toA }])
        .inFlight,
    ).toHaveLength(0);
    const late = loaded({ ...askers(), ...crashing, lateReplies: 'delivered' });
    const left = run(late, [
      ...answered,
      { kind: 'duplicate', ...toA },
      { kind: 'deliver', ...toA },
    ]);
    expect(left.inFlight).toHaveLength(1);
    expect(kinds(late, left)).toContain('deliver');
  });

  it('refuse a request that is opened while it is alive, unless rebirth is allowed', () => {
    const twice = [
      { kind: 'input', host: 'a' },
      { kind: 'input', host: 'a' },
    ];
    const again = { budgets: { 'input:ask': 2 } };
    expect(() => run(loaded({ ...askers(), ...again }), twice)).toThrow(
      'is opened while it is still alive',
    );
    const allowed = loaded({ ...askers('allowed'), ...again });
    expect(() => run(allowed, twice)).toThrow('not enabled');
  });
});

describe('routing', () => {
  const lonely = loaded({ hosts: [host('a', { peer: resident(peer) })], inputs: () => [go] });
  it('refuses a host that does not exist, and a type that no machine takes', () => {
    expect(() => run(lonely, [sendOne])).toThrow("is sent to 'b', which is no host");
    const foreign = loaded({
      hosts: [host('a', { peer: resident(peer) })],
      inputs: () => [{ type: 'x' }],
    });
    expect(() => run(foreign, [{ kind: 'input' }])).toThrow("no machine of the host 'a' takes");
  });

  it('refuses a type that two machines of a host take', () => {
    const twins = [host('a', { one: resident(peer), two: resident(peer) })];
    const model = loaded({ hosts: twins, inputs: () => [go] });
    expect(() => run(model, [{ kind: 'input' }])).toThrow('the machines one, two of the host');
  });
});
