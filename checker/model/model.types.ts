/** A model: a system, its properties, what is expected of them, and the mutants they must catch. */

import type { AnyStateMachine } from 'xstate';
import type { Json } from '../json.ts';
import type { View } from '../state/view.ts';
import type { System } from '../system/system.types.ts';
import type { Fairness } from './fairness.ts';
import type { Property } from './property.types.ts';

/** The parameters of a model family's member. */
export type ModelParameters = Readonly<Record<string, string | number>>;

/** An expected violation; `steps` pins the length of its shortest run. */
export interface ExpectedViolation {
  readonly verdict: 'violated';
  readonly steps: number | null;
}

/** Something the coverage gate would report, and why it is as it should be. */
export interface Waiver {
  /**
   * A chart transition or a guard's outcome as coverage names it, a `sometimes`, or the label of a fault or
   * an input.
   */
  readonly what: string;
  readonly why: string;
}

/** Things by name. Undefined is there for the type of `...(drops > 0 ? { A: … } : {})`, which has no such name. */
export type Named<Thing> = Readonly<Record<string, Thing | undefined>>;

/** What an author says of a model; only the system and the properties are needed. */
export interface ModelDefinition {
  readonly system: System;
  readonly properties: Named<Property>;
  /**
   * When a run is over, so that its end is no deadlock. Default: every client is final; without
   * clients, that is always, and no run can be stuck.
   */
  readonly done?: (view: View) => boolean;
  /**
   * What a run must not put off for ever; liveness is judged over the runs that keep to it. Default:
   * nothing, and then a run may ignore everything.
   */
  readonly fairness?: readonly Fairness[];
  /** In words, what bounds the model beyond its budgets; printed with `holds`. */
  readonly scope?: string;
  /** The properties (or `Deadlock`) that are known to be violated. */
  readonly expect?: Named<ExpectedViolation>;
  readonly mutants?: Named<Mutant>;
  readonly waivers?: readonly Waiver[];
  /**
   * Groups of interchangeable ids: hosts, clients, keys, values. An id is a whole string or a whole
   * name of a field (R13). Each group is checked, step by step, when the search makes use of it
   * (`--reduce symmetry`); hosts of a group must run the same machines. Default: none.
   */
  readonly symmetric?: readonly (readonly string[])[];
  /**
   * What replay needs to build the matching store; means nothing to the checker. Default: none, and
   * then `storeless` says why.
   */
  readonly store?: Json;
  readonly storeless?: string;
}

type Sets = 'properties' | 'expect' | 'mutants';

/** A definition with every default filled in. */
export interface Completed extends Required<Omit<ModelDefinition, Sets>> {
  readonly properties: Readonly<Record<string, Property>>;
  readonly expect: Readonly<Record<string, ExpectedViolation>>;
  readonly mutants: Readonly<Record<string, Mutant>>;
}

/** A model with every default filled in. */
export interface Model extends Completed {
  readonly name: string;
  readonly parameters: ModelParameters;
  /** The member of the same family with other parameters; null for a model that has none. */
  readonly reparameterise: ((parameters: ModelParameters) => Model) | null;
  /** What that member is called, without making it; null for a model that has none. */
  readonly memberName: ((parameters: ModelParameters) => string) | null;
  /** The members of its family that were made so far, itself included; none where it has no family. */
  readonly relatives: () => readonly Model[];
}

/** How a family of models is made: its defaults, its members' names, and what each one is. */
export interface FamilyDefinition<Params extends ModelParameters> {
  readonly defaults: Params;
  readonly name: (parameters: Params) => string;
  readonly build: (parameters: Params) => ModelDefinition;
}

/** The machine-level part of a change: which machine, and what runs in its stead. */
export interface MachineChange {
  readonly kind: 'machine';
  readonly machine: AnyStateMachine;
  readonly becomes: AnyStateMachine;
}

/** A change of a model. */
export type Change =
  | MachineChange
  | { readonly kind: 'parameters'; readonly parameters: ModelParameters };

/** A change, and the property that must catch it. */
export interface Mutant {
  readonly change: Change;
  readonly caughtBy: string;
}
