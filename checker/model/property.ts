/** The properties a model may have (R11, R14), as data. */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { machine as machineShape, names, predicate } from '../definition/plain-shapes.ts';
import { keyed, named, optional, refuseUnlike } from '../definition/shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import { answering } from './answering.ts';
import type { Conjuncts, Predicate, Property, Reading, StepPredicate } from './property.types.ts';

/**
 * Holds in every reachable state. Of several predicates, `always({ NoLoss: …, NoDuplicate: … })`, a
 * violation names those that are false. `always(what, { over: ['c1', 'c2'] })` says what it reads.
 */
export function always(what: Predicate | Conjuncts, reading: Reading = {}): Property {
  refuseSurplus('always(…)', arguments, 2);
  refuseReading('always', reading);
  if (typeof what === 'function') return { kind: 'always', holds: answering(what), ...reading };
  refuseUnlike(named(predicate, '(view) => … or { Name: (view) => … }'), what, {
    root: "what 'always' asks",
    path: 'always',
  });
  const parts = Object.values(what);
  if (parts.length === 0) {
    throw new BrokenModel("'always' of no predicate at all says nothing: name at least one", {});
  }
  const answers = parts.map((part) => answering(part));
  const holds: Predicate = (view) => answers.every((part) => part(view));
  return { kind: 'always', holds, conjuncts: what, ...reading };
}

/** Holds in no reachable state. */
export function never(holds: Predicate, reading: Reading = {}): Property {
  refuseSurplus('never(…)', arguments, 2);
  refuseReading('never', reading);
  return { kind: 'never', holds: asked('never', holds), ...reading };
}

/** Holds in some reachable state; where none does, the model proves less than it seems to. */
export function sometimes(holds: Predicate, reading: Reading = {}): Property {
  refuseSurplus('sometimes(…)', arguments, 2);
  refuseReading('sometimes', reading);
  return { kind: 'sometimes', holds: asked('sometimes', holds), ...reading };
}

/** Holds wherever nothing but faults is enabled. */
export function whenQuiet(holds: Predicate): Property {
  refuseSurplus('whenQuiet(…)', arguments, 1);
  return { kind: 'whenQuiet', holds: asked('whenQuiet', holds) };
}

/** Holds of every transition, `before` and `after` being its two states. */
export function everyStep(holds: StepPredicate): Property {
  refuseSurplus('everyStep(…)', arguments, 1);
  return { kind: 'everyStep', holds: asked('everyStep', holds) };
}

/**
 * Watched by a machine that sees only what hosts observe, as events
 * `{ type: 'observed', host, event }`, and what befalls them: `{ type: '@crash', host }`, `@restart`,
 * `@amnesia`, `{ type: '@partition', grouping }`, `@heal`. It sends nothing and has no timers; entering
 * a state tagged `violated` violates the property, and is not left again. What it does not handle it
 * ignores.
 */
export function monitored(machine: AnyStateMachine): Property {
  refuseSurplus('monitored(…)', arguments, 1);
  refuseUnlike(machineShape, machine, { root: "what 'monitored' watches by" });
  return { kind: 'monitored', machine };
}

/**
 * Every fair run comes to a state in which it holds. Like all that follows it is asked of runs
 * without end: where nothing needs to happen (nothing is enabled, or nothing that the model's
 * `fairness` covers), a run may stay as it is for ever.
 */
export function eventually(holds: Predicate): Property {
  refuseSurplus('eventually(…)', arguments, 1);
  return { kind: 'eventually', holds: asked('eventually', holds) };
}

/**
 * In every fair run, a state in which `from` holds is one in which `to` holds, or is followed by one.
 * Says nothing where `from` never holds; that is reported like a `sometimes` that never happens.
 */
export function leadsTo(from: Predicate, to: Predicate): Property {
  refuseSurplus('leadsTo(…)', arguments, 2);
  refuseUnlike(predicate, from, { root: "the first predicate of 'leadsTo'" });
  refuseUnlike(predicate, to, { root: "the second predicate of 'leadsTo'" });
  return { kind: 'leadsTo', from: answering(from), to: answering(to) };
}

/** In every fair run it holds again and again. */
export function alwaysEventually(holds: Predicate): Property {
  refuseSurplus('alwaysEventually(…)', arguments, 1);
  return { kind: 'alwaysEventually', holds: asked('alwaysEventually', holds) };
}

/** In every fair run it holds from some state on, and never ceases to. */
export function eventuallyAlways(holds: Predicate): Property {
  refuseSurplus('eventuallyAlways(…)', arguments, 1);
  return { kind: 'eventuallyAlways', holds: asked('eventuallyAlways', holds) };
}

/**
 * Every fair run comes to an end: to a state in which nothing but faults is enabled and the model's
 * `done` holds. A system with a timer that is armed anew for ever doesn't terminate; say of its
 * clients that they are `eventually` done instead.
 */
export function terminates(): Property {
  refuseSurplus('terminates(…)', arguments, 0);
  return { kind: 'terminates' };
}

const reads = keyed<Reading>({ over: optional(names) }, { write: "{ over: ['…', '…'] }" });

function refuseReading(kind: Property['kind'], reading: Reading): void {
  refuseUnlike(reads, reading, { root: `${kind}(…, { … })`, path: kind });
}

function asked<Asked extends readonly unknown[]>(
  kind: Property['kind'],
  holds: (...asked: Asked) => boolean,
): (...asked: Asked) => boolean {
  refuseUnlike(predicate, holds, { root: `the predicate of '${kind}'` });
  return answering(holds);
}

/** The name of the property that every model has: no run gets stuck before it is done (R14). */
export const deadlock = 'Deadlock';
