/**
 * A state of a system as a plain object: the meaning that the reference works on, that the engine
 * decodes its rows to, and that traces store.
 */

import type { Json } from '../json.ts';
import type { Address, Local, Message } from '../machine/local.ts';

/** A message on its way. `from` is the sending host; `to` is always one machine. */
export interface Envelope {
  readonly from: string;
  readonly to: Address;
  readonly message: Message;
}

/**
 * What a host's machines are. A resident machine stands under its name; a family stands under its
 * name as a record by key, holding the instances that are alive (perRequest) or differ from how
 * they boot (perKey). While a host is down only the disks are left, in the same two shapes.
 */
export type HostState =
  | {
      readonly up: true;
      readonly residents: Readonly<Record<string, Local>>;
      readonly families: Readonly<Record<string, Readonly<Record<string, Local>>>>;
    }
  | {
      readonly up: false;
      readonly residents: Readonly<Record<string, Json>>;
      readonly families: Readonly<Record<string, Readonly<Record<string, Json>>>>;
    };

/**
 * A global state. Hosts stand in declared order. `inFlight` is in canonical order (see
 * `byEnvelope`); on a fifo pair it keeps the order of sending instead. A multiset holds an envelope
 * as often as it is in flight.
 */
export interface State {
  readonly hosts: Readonly<Record<string, HostState>>;
  readonly inFlight: readonly Envelope[];
  readonly monitors: Readonly<Record<string, Local>>;
  /** The grouping in force, as an index into `System.partitions`. */
  readonly partition: number | null;
  /** How often each action with a finite budget has happened; every such label is listed. */
  readonly used: Readonly<Record<string, number>>;
}
