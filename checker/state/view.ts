/** What predicates see of a state: typed by the machines they ask for, read-only, and nothing else. */

import type { AnyStateMachine, ContextFrom } from 'xstate';
import type { Json } from '../json.ts';
import type { ChartValue } from '../machine/local.ts';
import type { Envelope } from './state.ts';

/** One machine as it stands. */
export interface LocalView<Context = Json> {
  readonly host: string;
  /** The key of the instance; null for a resident machine. */
  readonly key: string | null;
  readonly state: ChartValue;
  /** Whether the machine is in the named state: `in('up')`, `in('up.idle')`. Refuses one that it doesn't have. */
  readonly in: (state: string) => boolean;
  readonly context: Context;
  readonly final: boolean;
  /** The ids of its armed timers, as in `Local`. */
  readonly timers: readonly string[];
}

/** What survives a crash of one machine (`context.disk`), whether its host is up or down. */
export interface DiskView<Disk = Json> {
  readonly host: string;
  readonly key: string | null;
  /** What the machine keeps there; null where it never kept anything. */
  readonly disk: Disk;
}

/** What a machine keeps on disk, by the type of its context. */
export type DiskFrom<Machine extends AnyStateMachine> =
  ContextFrom<Machine> extends { readonly disk: infer Disk } ? Disk | null : Json;

/** One host as it stands. */
export interface HostView {
  readonly id: string;
  readonly up: boolean;
  /** Whether it is up and all its resident machines are final. */
  readonly final: boolean;
  /** The instances of a machine on this host that are part of the state; none while it is down. */
  readonly each: <Machine extends AnyStateMachine>(
    machine: Machine,
  ) => readonly LocalView<ContextFrom<Machine>>[];
  /** A resident machine, or one instance; null where it isn't part of the state. */
  readonly at: <Machine extends AnyStateMachine>(
    machine: Machine,
    key?: string,
  ) => LocalView<ContextFrom<Machine>> | null;
}

/**
 * A state as predicates see it. It refuses to answer for hosts, machines, monitors and types of messages
 * that the model doesn't have: nothing would ever be there, and a property would hold of it. What other
 * members of the model's family have may be asked for. A machine is named by the machine object
 * itself, also in a mutant, where the view answers with what runs in its stead. The same part of a
 * state is answered with the same object every time, so what is computed from it may be kept in a
 * WeakMap.
 */
export interface View {
  /** The hosts in declared order; those that are clients are marked. */
  readonly hosts: readonly { readonly id: string; readonly client: boolean }[];
  readonly host: (id: string) => HostView;
  /** Whether a host is up and all its resident machines are final. */
  readonly isFinal: (id: string) => boolean;
  /** The instances of a machine on all hosts, in declared order of hosts, then by key. */
  readonly each: <Machine extends AnyStateMachine>(
    machine: Machine,
  ) => readonly LocalView<ContextFrom<Machine>>[];
  /** The disks that machines hold on all hosts, up or down. */
  readonly disks: <Machine extends AnyStateMachine>(
    machine: Machine,
  ) => readonly DiskView<DiskFrom<Machine>>[];
  /** All messages on their way, or those to one host. */
  readonly inFlight: (to?: string) => readonly Envelope[];
  /**
   * The messages of one type, which some machine must handle, on their way; what else travels doesn't count
   * as read.
   */
  readonly messages: (type: string) => readonly Envelope[];
  readonly monitor: <Machine extends AnyStateMachine>(
    machine: Machine,
  ) => LocalView<ContextFrom<Machine>>;
  readonly partition: number | null;
}
