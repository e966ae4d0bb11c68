import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PropertyVerdict } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import type { FairActions, Fairness, Model, View } from '../../../../checker/index.ts';
import {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  leadsTo,
  strong,
  terminates,
  weak,
} from '../../../../checker/index.ts';
import type { LoadedModel } from '../../../../checker/system/load.ts';
import { load } from '../../../../checker/system/load.ts';
import { recorded } from '../../../../checker/trace/recording.ts';
import { verify } from '../../../../checker/trace/verification.ts';
import { randomModel } from '../../oracle/random-system.ts';
import { withPartitionsOf } from '../../oracle/partition-budget.ts';
import { unlessBroken } from '../../oracle/unless-broken.ts';
import type { StateGraph, Vertex } from './reference-oracle.ts';
import { fairStates, reachable, stateGraph } from './reference-oracle.ts';

const cap = 60;

type Predicate = (view: View) => boolean;

/** Hosts may have any names: the first and the second of a view. */
const idAt = ({ hosts }: View, at: number): string => hosts[at]?.id ?? '';

const predicates: readonly Predicate[] = [
  (view) => view.host(idAt(view, 0)).up,
  (view) => view.inFlight().length === 0,
  (view) => view.inFlight(idAt(view, 1)).length > 0,
  (view) => !view.host(idAt(view, 1)).up,
  (view) => view.isFinal(idAt(view, 0)),
  (view) => view.partition === null,
];

const predicate = fc.constantFrom(...predicates);

/** An assumption about a system of two hosts. */
type Assumption = (first: string, second: string) => Fairness;

const assumption: fc.Arbitrary<Assumption> = fc.constantFrom(weak, strong).chain((fair) =>
  fc.constantFrom<Assumption[]>(
    () => fair.deliver(),
    (_, to) => fair.deliver({ to }),
    (to, from) => fair.deliver({ from, to }),
    () => fair.timer(),
    (first) => fair.timer({ host: first, delay: 'soon' }),
    () => fair.restart(),
    (_, second) => fair.restart({ host: second }),
    () => fair.input(),
    (first) => fair.input({ host: first }),
    () => fair.input({ type: 'pong' }),
  ),
);

/** Restarts of a host that never crashes are refused. */
const isMeant = (actions: FairActions, { system: { crashable } }: Model): boolean =>
  actions.kind !== 'restart' || actions.host === null || crashable.includes(actions.host);

function fairnessOf(model: Model, assumptions: readonly Assumption[]): readonly Fairness[] {
  const [first = '', second = ''] = model.system.hosts.map(({ id }) => id);
  return assumptions
    .map((assume) => assume(first, second))
    .filter(({ actions }) => isMeant(actions, model));
}

/** A random system with faults without end, and what is asked of its runs. */
const randomLive: fc.Arbitrary<Model> = fc
  .record({
    model: randomModel,
    assumptions: fc.uniqueArray(assumption, { maxLength: 5 }),
    faults: fc.subarray(['crash', 'drop', 'timer:soon', 'input:ping', 'partition']),
    holds: predicate,
    from: predicate,
    to: predicate,
  })
  .map(({ model, assumptions, faults, holds, from, to }) => ({
    ...model,
    fairness: fairnessOf(model, assumptions),
    system: {
      ...model.system,
      budgets: withPartitionsOf(model.system.partitions, {
        ...model.system.budgets,
        restart: 'unlimited',
        duplicate: 0,
        ...Object.fromEntries(faults.map((label) => [label, 'unlimited'] as const)),
      }),
    },
    properties: {
      Eventually: eventually(holds),
      Leads: leadsTo(from, to),
      Again: alwaysEventually(holds),
      AtLast: eventuallyAlways(holds),
      Ends: terminates(),
    },
  }));

/** The states that a fair run may be in for ever, by property; empty where the property holds. */
function bad(loaded: LoadedModel, graph: StateGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const { done, properties } = loaded.model;
  const where = (isIn: (vertex: Vertex) => boolean): ReadonlySet<string> =>
    new Set([...graph].filter(([, vertex]) => isIn(vertex)).map(([key]) => key));
  const [start = ''] = graph.keys();
  const all = where(() => true);
  const staying = (inside: ReadonlySet<string>, from: readonly string[]): ReadonlySet<string> => {
    const begun = from.filter((key) => inside.has(key));
    return fairStates(graph, reachable(graph, begun, inside));
  };
  return new Map(
    Object.entries(properties).map(([name, property]) => {
      switch (property.kind) {
        case 'eventually':
          return [
            name,
            staying(
              where(({ view }) => !property.holds(view)),
              [start],
            ),
          ];
        case 'terminates':
          return [
            name,
            staying(
              where(({ view, quiet }) => !(quiet && done(view))),
              [start],
            ),
          ];
        case 'leadsTo': {
          const inside = where(({ view }) => !property.to(view));
          return [name, staying(inside, [...where(({ view }) => property.from(view))])];
        }
        case 'alwaysEventually':
          return [
            name,
            staying(
              where(({ view }) => !property.holds(view)),
              [...all],
            ),
          ];
        case 'eventuallyAlways':
          return [
            name,
            fairStates(
              graph,
              all,
              where(({ view }) => !property.holds(view)),
            ),
          ];
        default:
          throw new Error('another property is asked about');
      }
    }),
  );
}

function expectReal(loaded: LoadedModel, name: string, verdict: PropertyVerdict | undefined): void {
  if (verdict?.verdict !== 'violated' || verdict.run === null) return;
  const trace = recorded(loaded, name, verdict.run, verdict.loop);
  expect(verify(loaded, trace)).toEqual({ kind: 'verified' });
}

describe('liveness of random systems', () => {
  it('is what the oracle says of it, and every violation is a run that verifies', () => {
    const answers = { holds: 0, violated: 0, round: 0 };
    fc.assert(
      fc.property(randomLive, (model) => {
        const loaded = load(model);
        const found = unlessBroken(() => explore(loaded, { keepGoing: true, maxStates: cap }));
        fc.pre(found?.complete === true);
        const graph = stateGraph(loaded);
        expect(found?.states).toBe(graph.size);
        for (const [name, states] of bad(loaded, graph)) {
          const verdict = found?.verdicts.get(name);
          const expected = states.size === 0 ? 'holds' : 'violated';
          expect([name, verdict?.verdict]).toEqual([name, expected]);
          answers[expected]++;
          expectReal(loaded, name, verdict);
          if (verdict?.verdict !== 'violated') continue;
          answers.round += Number((verdict.run?.length ?? 0) > (verdict.loop ?? 0));
        }
      }),
      { numRuns: 80 },
    );
    // Some of each were met, whatever the seed: how many is luck.
    expect(Object.values(answers).every((count) => count > 0)).toBe(true);
  }, 120_000);

  it('is undecided, or violated by a real run, where the search ended early', () => {
    fc.assert(
      fc.property(randomLive, fc.integer({ min: 1, max: 40 }), (model, maxStates) => {
        const loaded = load(model);
        const found = unlessBroken(() => explore(loaded, { keepGoing: true, maxStates }));
        fc.pre(found !== null && !found.complete);
        if (found === null) return;
        for (const name of Object.keys(model.properties)) {
          const verdict = found.verdicts.get(name);
          expect(verdict?.verdict).not.toBe('holds');
          expectReal(loaded, name, verdict);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
