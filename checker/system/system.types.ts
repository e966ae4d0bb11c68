/** A system: hosts, the channels between them, and what their environment may do (R5 to R10). */

import type { Message } from '../machine/local.ts';
import type { HostView } from '../state/view.ts';
import type { Host } from './host.types.ts';

/**
 * How messages travel from one host to another. `unordered`: any one in flight may come next.
 * `fifo`: only the oldest of the pair. `duplicating`: a set that only grows; a delivery leaves the
 * message in flight.
 */
export type Channel = 'unordered' | 'fifo' | 'duplicating';

/** A cap on how often a labelled action may happen in one run. */
export type Budget = number | 'unlimited';

/** What an author says of a system; everything but the hosts has a default. */
export interface SystemDefinition {
  readonly hosts: readonly Host[];
  /** Default: `unordered`. */
  readonly channel?: Channel;
  /** Channels of single pairs, where they differ. */
  readonly channels?: readonly {
    readonly from: string;
    readonly to: string;
    readonly channel: Channel;
  }[];
  /**
   * What an unhandled delivery is: a step that only removes the message (`consumed`, the default),
   * or no step (`kept`).
   */
  readonly unhandled?: 'consumed' | 'kept';
  /**
   * What becomes of messages to a request that is over. Default: `vanish`; always `delivered` where a
   * request's rebirth is allowed.
   */
  readonly lateReplies?: 'vanish' | 'delivered';
  /** What becomes of messages to a host that is down. Default: `wait`. */
  readonly whileDown?: 'wait' | 'lost';
  /**
   * The events that the environment may send a host; an event that the host doesn't handle as it
   * stands is no step. `view` is the host's own state; called once per distinct one. Default: none.
   */
  readonly inputs?: (host: string, view: HostView) => readonly Message[];
  /** Types of input that count as faults: never fair, and not enough to keep a run from being quiet. */
  readonly faultInputs?: readonly string[];
  /**
   * Caps on labelled actions: `drop`, `duplicate`, `crash`, `amnesia`, `partition` (default 0),
   * `restart`, `heal`, `timer:<delay>`, `input:<type>` (default unlimited).
   */
  readonly budgets?: Readonly<Record<string, Budget>>;
  /** Hosts that may crash. Default: all but the clients. */
  readonly crashable?: readonly string[];
  /** Groupings that a partition may split the hosts into; a host in no group reaches all. */
  readonly partitions?: readonly (readonly (readonly string[])[])[];
}

/** A system with every default filled in. */
export interface System extends Required<SystemDefinition> {}
