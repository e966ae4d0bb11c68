import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { audited } from '../../../checker/audit/audit.ts';
import type { ModelAudit } from '../../../checker/audit/audit.ts';
import { twoPhaseCommit } from '../../../checker/examples/two-phase-commit.model.ts';
import { everyStep, host, model, resident, sometimes, system } from '../../../checker/index.ts';
import type { Model } from '../../../checker/index.ts';
import { register } from '../fixtures/register.model.ts';

const bounds = { mostStates: 500, mostNaiveStates: 200 };

const unwatched = { onPart: () => undefined, onKnown: () => undefined };

function audit(of: Model): ModelAudit {
  return audited(of, bounds, unwatched);
}

function alone(machine: AnyStateMachine, message: { readonly type: string }): Model {
  const hosts = [host('a', { machine: resident(machine) })];
  return model('test/alone', {
    system: system({ hosts, inputs: () => [message] }),
    properties: { Moves: sometimes((view) => view.each(machine).length > 0) },
  });
}

const aGoes = (id: string) => (id === 'a' ? [{ type: 'go' }] : []);

describe('an audit', () => {
  it('compares every variant with the full search', () => {
    const { full, variants, repetition, rebirth } = audit(register({ acks: 1, drops: 1 }));
    expect(full?.properties.get('Fresh')).toMatchObject({ verdict: 'violated', steps: 5 });
    expect(variants.map(({ name, kind }) => [name, kind])).toEqual(
      expect.arrayContaining([
        ['naive, by the reference', 'compared'],
        ['every step listed', 'compared'],
        ['other numbers', 'compared'],
        ['as check explores it', 'compared'],
        ['rows in a file', 'compared'],
        ['resumed half-way', 'compared'],
      ]),
    );
    for (const one of variants) {
      if (one.kind === 'compared') expect(one).toMatchObject({ contradictions: [] });
    }
    expect(repetition?.differing).toEqual([]);
    expect(repetition?.steps).toBeGreaterThan(10);
    expect(rebirth).toBeNull();
  });

  it('compares what reductions leave with what they leave out', () => {
    const { full, variants } = audit(twoPhaseCommit());
    const reduced = variants.filter(({ name }) => name.startsWith('reduced by'));
    expect(reduced.map(({ name }) => name)).toEqual([
      'reduced by symmetry',
      'reduced by partial order',
      'reduced by both',
    ]);
    for (const one of reduced) {
      if (one.kind !== 'compared') throw new Error(one.why);
      expect(one.contradictions).toEqual([]);
      expect(one.answer.states).toBeLessThan(full?.states ?? 0);
    }
  });

  it('asks a reduced search only about properties that allow it', () => {
    const steps = everyStep(() => true);
    const base = twoPhaseCommit();
    const { variants } = audit({ ...base, properties: { ...base.properties, Steps: steps } });
    const reduced = variants.find(({ name }) => name === 'reduced by partial order');
    if (reduced?.kind !== 'compared') throw new Error('it is left out');
    expect(reduced.answer.properties.has('Steps')).toBe(false);
    expect(reduced.answer.properties.has('Deadlock')).toBe(true);
    expect(reduced.against.properties.has('Steps')).toBe(false);
  });

  it('leaves out what a model is too large for, or says nothing of it at all', () => {
    const { variants } = audited(
      register({ drops: 1 }),
      { ...bounds, mostNaiveStates: 10 },
      unwatched,
    );
    expect(variants[0]).toEqual({
      name: 'naive, by the reference',
      kind: 'left out',
      why: 'more than 10 states',
    });
    const large = audited(register(), { ...bounds, mostStates: 5 }, unwatched);
    expect(large).toMatchObject({ full: null, variants: [], faults: [] });
  });

  it('tells after each part what is known by then', () => {
    const parts: string[] = [];
    const known: ModelAudit[] = [];
    const whole = audited(register({ drops: 1 }), bounds, {
      onPart: (part) => void parts.push(part),
      onKnown: (one) => void known.push(one),
    });
    expect(parts).toHaveLength(known.length);
    expect(known[0]).toMatchObject({ full: { states: whole.full?.states }, variants: [] });
    const atOther = known[parts.indexOf('other numbers')];
    expect(atOther?.variants).toEqual(whole.variants.slice(0, 3));
    expect(atOther?.faults).toEqual([]);
    expect(known.at(-1)).toEqual(whole);
  });
});

describe('a fault', () => {
  it('is inert where nothing is otherwise without it', () => {
    const deaf = setup({ types: {} }).createMachine({ id: 'deaf', on: { tick: {} } });
    const teller = setup({
      actions: { tell: emit({ type: 'send', to: 'b', message: { type: 'tick' } }) },
    }).createMachine({
      id: 'teller',
      initial: 'new',
      states: { new: { on: { go: { target: 'done', actions: 'tell' } } }, done: {} },
    });
    const hosts = [host('a', { teller: resident(teller) }), host('b', { deaf: resident(deaf) })];
    const budgets = { drop: 1, crash: 1 };
    const lossy = model('test/lossy', {
      system: system({ hosts, inputs: aGoes, budgets }),
      properties: {},
    });
    // A crash makes the teller new, but that shows no more than it did before.
    expect(audit(lossy).faults).toEqual([
      { label: 'drop', isInert: true },
      { label: 'crash', isInert: true },
    ]);
  });

  it('matters where a property, a transition or a guard shows it', () => {
    const patient = register({ drops: 1 });
    const { budgets } = patient.system;
    expect(audit(patient).faults).toEqual([{ label: 'drop', isInert: true }]);
    // Without patience a lost message is waited for in vain.
    const endless = { ...patient.system, budgets: { ...budgets, 'timer:patience': 0 } };
    const { full, faults } = audit({ ...patient, system: endless });
    expect(full?.properties.get('Deadlock')).toMatchObject({ verdict: 'violated' });
    expect(faults).toEqual([{ label: 'drop', isInert: false }]);
  });
});

describe('a step taken again', () => {
  it('is told where it depends on the order of fields', () => {
    const picky = setup({
      types: {
        context: {} as { readonly first: string },
        events: {} as { type: 'tick'; of: object },
      },
      actions: { note: assign({ first: ({ event }) => Object.keys(event.of)[0] ?? '' }) },
    }).createMachine({ id: 'picky', context: { first: '' }, on: { tick: { actions: 'note' } } });
    const tick = { type: 'tick', of: { z: 1, a: 2 } };
    const { repetition } = audit(alone(picky, tick));
    expect(repetition?.differing).toEqual([
      'picky in  {"first":""} given {"of":{"a":2,"z":1},"type":"tick"}',
      'picky in  {"first":"z"} given {"of":{"a":2,"z":1},"type":"tick"}',
    ]);
    const { repetition: sorted } = audit(alone(picky, { ...tick, of: { a: 2, z: 1 } } as never));
    expect(sorted).toEqual({ steps: 3, differing: [] });
  });
});
