import { describe, expect, it } from 'vitest';
import { assign, emit, enqueueActions, setup } from 'xstate';
import { BrokenModel } from '../../../../checker/broken-model.ts';
import type { Exploration } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { World } from '../../../../checker/engine/world.ts';
import type { Address, Model, ModelDefinition } from '../../../../checker/index.ts';
import {
  always,
  everyStep,
  host,
  model,
  monitored,
  resident,
  send,
  sometimes,
  system,
} from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { quorum } from '../../../../spec/quorum/quorum.model.ts';

type Ids = Readonly<Record<string, true>>;

interface Voter {
  readonly self: Address;
  readonly others: Ids;
  readonly heard: Ids;
  readonly leader: string | null;
}

/** Says hello to all others, and picks a leader once it heard of all of them. */
const voter = setup({
  types: {
    context: {} as Voter,
    events: {} as { readonly type: 'begin' | 'hello'; readonly by: string },
    input: {} as { readonly self: Address; readonly others: Ids },
    emitted: {} as ReturnType<typeof send> | { readonly type: 'observe'; readonly event: Voted },
  },
  actions: {
    greet: enqueueActions(({ context, enqueue }) => {
      for (const to of Object.keys(context.others)) {
        enqueue.emit(send(to, { type: 'hello', by: context.self.host }));
      }
    }),
    hear: assign(({ context, event }) => ({ heard: { ...context.heard, [event.by]: true } })),
    elect: assign(({ context: { self }, event }) => ({
      leader: event.type === 'hello' ? event.by : self.host,
    })),
    report: emit(({ context }) => ({
      type: 'observe' as const,
      event: { type: 'voted' as const, for: context.leader },
    })),
  },
  guards: {
    heardAll: ({ context }) =>
      Object.keys(context.heard).length === Object.keys(context.others).length,
  },
}).createMachine({
  id: 'voter',
  context: ({ input: { self, others } }) => ({ self, others, heard: {}, leader: null }),
  initial: 'idle',
  states: {
    idle: { on: { begin: { target: 'greeted', actions: 'greet' }, hello: { actions: 'hear' } } },
    greeted: {
      on: { hello: { actions: 'hear' } },
      always: { guard: 'heardAll', target: 'voted', actions: ['elect', 'report'] },
    },
    voted: {},
  },
});

interface Voted {
  readonly type: 'voted';
  readonly for: string | null;
}

const ids = ['a', 'b', 'c'];

const setOf = (of: readonly string[]): Ids =>
  Object.fromEntries(of.map((id) => [id, true as const]));

/** Three voters; `machine` is the voter or a changed one. */
function votersOf(machine: typeof voter, definition: Partial<ModelDefinition> = {}): Model {
  return model('voters', {
    system: system({
      hosts: ids.map((id) =>
        host(id, { voter: resident(machine, { others: setOf(ids.filter((one) => one !== id)) }) }),
      ),
      inputs: () => [{ type: 'begin' }],
      budgets: { 'input:begin': 3 },
    }),
    properties: {},
    symmetric: [ids],
    ...definition,
  });
}

function exploreReduced(checked: Model): Exploration {
  return explore(load(checked), { keepGoing: true, reduce: new Set(['symmetry']) });
}

function faultOf(checked: Model): BrokenModel {
  try {
    exploreReduced(checked);
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause;
    throw cause;
  }
  throw new Error('the model was not refused');
}

const inputsOfA = (id: string) => (id === 'a' ? [{ type: 'begin' }] : []);

/** The length of the run to each violation or witness. */
function lengths({ verdicts }: Exploration): unknown {
  return [...verdicts].map(([name, one]) => [
    name,
    one.verdict,
    one.verdict === 'unknown' ? null : (one.run?.length ?? null),
  ]);
}

/** Why voters are refused at load. */
function refusal(definition: Partial<ModelDefinition>): string {
  try {
    load(votersOf(voter, definition));
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause.message;
    throw cause;
  }
  return 'loaded';
}

const lowest = voter.provide({
  actions: {
    elect: assign(({ context: { self, heard } }) => ({
      leader: [self.host, ...Object.keys(heard)].toSorted()[0] ?? null,
    })),
  },
});

describe('machines that treat all ids alike', () => {
  it('are explored by representatives', () => {
    const full = explore(load(votersOf(voter)), { keepGoing: true });
    const reduced = exploreReduced(votersOf(voter));
    expect(reduced.complete).toBe(true);
    expect(reduced.depth).toBe(full.depth);
    expect(reduced.states).toBeGreaterThanOrEqual(full.states / 6);
    expect(reduced.states).toBeLessThan(full.states / 4);
  });
});

describe('a world in which something was computed before', () => {
  it('is refused, since that was not checked', () => {
    const loaded = load(votersOf(lowest));
    const world = new World(loaded);
    explore(loaded, { keepGoing: true, world });
    const reduce = new Set(['symmetry' as const]);
    expect(() => explore(loaded, { keepGoing: true, world, reduce })).toThrow('a fresh world');
  });
});

describe('a machine that breaks the symmetry', () => {
  it('by taking the lowest id is reported with the step and the difference', () => {
    const fault = faultOf(votersOf(lowest));
    expect(fault.place).toMatchObject({ machine: 'voter', state: 'greeted', event: 'hello' });
    expect(ids).toContain(fault.place.host);
    expect(fault.message).toMatch(/'[ab]' and '[bc]' are declared symmetric/);
    expect(fault.message).toMatch(
      /"[abc]" expected and "[abc]" found at next\.residents\.voter\.context\.leader/,
    );
  });

  it('by comparing ids is reported', () => {
    const shy = voter.provide({
      guards: {
        heardAll: ({ context: { self, heard } }) => Object.keys(heard).some((id) => id < self.host),
      },
    });
    expect(faultOf(votersOf(shy)).message).toMatch(/residents\.voter/);
  });

  it('by answering the first of the others only is reported', () => {
    const selective = voter.provide({
      actions: {
        greet: emit(({ context: { self, others } }) =>
          send(Object.keys(others)[0] ?? '', { type: 'hello', by: self.host }),
        ),
      },
    });
    expect(faultOf(votersOf(selective)).message).toMatch(/expected and .* found at sends/);
  });
});

describe('inputs that break the symmetry', () => {
  it('are reported with what may not happen', () => {
    const checked = votersOf(voter);
    const lopsided = { ...checked, system: { ...checked.system, inputs: inputsOfA } };
    expect(faultOf(lopsided).message).toMatch(
      /inputs and timers .*"type":"begin".* may (not happen|happen as well)/,
    );
  });
});

describe('a property that breaks the symmetry', () => {
  const named = always((view) => view.host('b').at(voter)?.in('voted') !== true);

  it('by naming one host is reported', () => {
    const fault = faultOf(votersOf(voter, { properties: { NotB: named } }));
    expect(fault.place).toMatchObject({ property: 'NotB' });
    expect(fault.message).toMatch(
      /the predicate answers (true|false) for this state and (true|false) once/,
    );
    // The state is for a place of its own, where it is parted into lines.
    expect(fault.message).not.toContain('"hosts"');
    expect(JSON.parse(fault.place.seen ?? '')).toHaveProperty('hosts.b');
  });

  it('is reported where it is a sometimes, or says when a run is done', () => {
    const done: ModelDefinition['done'] = (view) =>
      view.host('a').at(voter)?.context.leader === 'b';
    expect(
      faultOf(
        votersOf(voter, {
          properties: { B: sometimes((view) => view.host('b').at(voter)?.in('voted') === true) },
        }),
      ).place.property,
    ).toBe('B');
    expect(faultOf(votersOf(voter, { done })).place.property).toBe('Deadlock');
  });

  it('is reported where it is one of steps', () => {
    const properties = {
      Step: everyStep((_, action) => action.kind !== 'input' || action.host !== 'c'),
    };
    const fault = faultOf(votersOf(voter, { properties }));
    expect(fault.place.property).toBe('Step');
    expect(fault.message).toContain('the step {"event":{"type":"begin"}');
  });

  it('is reported where it is a monitor that compares ids', () => {
    const partial = setup({
      types: { events: {} as { readonly type: 'observed'; readonly host: string } },
      guards: { byA: ({ event }) => event.host === 'a' },
    }).createMachine({
      id: 'partial',
      initial: 'calm',
      states: {
        calm: { on: { observed: { guard: 'byA', target: 'alarmed' } } },
        alarmed: { tags: 'violated' },
      },
    });
    const fault = faultOf(votersOf(voter, { properties: { Partial: monitored(partial) } }));
    expect(fault.place).toMatchObject({ property: 'Partial', machine: 'partial' });
  });

  it('is none where it asks of all alike, in whatever order', () => {
    const properties = {
      Some: always((view) => !ids.some((id) => view.host(id).at(voter)?.context.leader === id)),
      Reverse: always((view) =>
        ids.toReversed().every((id) => view.host(id).at(voter)?.context.leader !== id),
      ),
    };
    const checked = votersOf(voter, { properties });
    const full = explore(load(checked), { keepGoing: true });
    expect(lengths(exploreReduced(checked))).toEqual(lengths(full));
    expect(full.verdicts.get('Some')?.verdict).toBe('violated');
  });
});

describe('a group that can not be symmetric', () => {
  it('is refused when the model is loaded', () => {
    expect(refusal({ symmetric: [['a', 'd']] })).toContain("'d', which is no host");
    expect(refusal({ symmetric: [['a', 'b', 'a']] })).toContain('more than once');
    expect(
      refusal({
        symmetric: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      }),
    ).toContain('more than once');
    expect(refusal({ symmetric: [['hello', 'x']] })).toContain('type of message');
    expect(refusal({ symmetric: [['voter', 'x']] })).toContain('name of a machine');
    expect(refusal({ symmetric: [['self', 'x']] })).toContain('field that the checker reads');
    expect(refusal({ symmetric: [['', 'x']] })).toContain('no id');
  });

  it('is refused where the system treats its hosts differently', () => {
    const checked = votersOf(voter);
    const changed = (part: Partial<Model['system']>): string =>
      refusal({ system: { ...checked.system, ...part } });
    expect(changed({ crashable: ['a'] })).toContain('only one of them may crash');
    expect(changed({ partitions: [[['a'], ['b', 'c']]] })).toContain('the partitions treat them');
    expect(changed({ channels: [{ from: 'a', to: 'b', channel: 'fifo' }] })).toContain(
      'is of another kind',
    );
    const [first, ...rest] = checked.system.hosts;
    const hosts = [host('a', { voter: resident(voter, { others: setOf(['b']) }) }), ...rest];
    expect(first?.id).toBe('a');
    expect(changed({ hosts })).toContain("the inputs of the machines 'voter'");
    const other = [host('a', { voter: resident(lowest, { others: setOf(['b', 'c']) }) }), ...rest];
    expect(changed({ hosts: other })).toContain('are not the same');
  });

  it('may have partitions that are one another’s images', () => {
    const partitions = [
      [['a'], ['b', 'c']],
      [['c', 'a'], ['b']],
      [['b', 'a'], ['c']],
    ];
    expect(refusal({ system: { ...votersOf(voter).system, partitions } })).toBe('loaded');
  });

  it('is noticed where nodes stand in the order of a preference list', () => {
    const checked = { ...quorum(), symmetric: [['n1', 'n2', 'n3']] };
    expect(() => exploreReduced(checked)).toThrow(
      /'n1' and 'n2'.*(list has an order|list of them has an order)/s,
    );
  });

  it('is refused where hosts stand in a ring, which can only be turned', () => {
    const diner = setup({
      types: { context: {} as { readonly left: string }, input: {} as { readonly left: string } },
    }).createMachine({
      id: 'diner',
      context: ({ input: { left } }) => ({ left }),
      initial: 'thinking',
      states: { thinking: { on: { hunger: 'hungry' } }, hungry: {} },
    });
    const ring = model('ring', {
      system: system({
        hosts: ids.map((id, at) =>
          host(id, { diner: resident(diner, { left: ids[(at + 1) % ids.length] ?? '' }) }),
        ),
      }),
      properties: {},
      symmetric: [ids],
    });
    expect(() => load(ring)).toThrow(/interchangeable, but the inputs of the machines 'diner'/);
  });
});
