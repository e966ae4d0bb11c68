/** A system made ready to run. */

import type { AnyStateMachine } from 'xstate';
import type { Chart } from '../machine/chart.ts';
import type { Model } from '../model/model.types.ts';
import type { Slot } from './host.types.ts';
import type { System } from './system.types.ts';

/** A machine of a host with its chart. */
export interface LoadedSlot {
  readonly host: string;
  readonly name: string;
  readonly slot: Slot;
  readonly chart: Chart;
  /** The message types that the machine handles in some state, as it is or as its author wrote it. */
  readonly takes: ReadonlySet<string>;
}

/** A host with its machines in declared order. */
export interface LoadedHost {
  readonly id: string;
  readonly client: boolean;
  readonly slots: ReadonlyMap<string, LoadedSlot>;
}

/** A monitor and the property that it watches. */
export interface LoadedMonitor {
  readonly property: string;
  readonly original: AnyStateMachine;
  readonly chart: Chart;
}

/** A model whose machines were all read and found fit to be checked. */
export interface LoadedModel {
  readonly model: Model;
  readonly system: System;
  readonly hosts: ReadonlyMap<string, LoadedHost>;
  /** In the order of the properties. */
  readonly monitors: readonly LoadedMonitor[];
  /** Every machine that runs, once. */
  readonly charts: readonly Chart[];
}
