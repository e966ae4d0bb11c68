/** Hosts and the three kinds of machine on them (R1 to R3). */

import type { AnyStateMachine, InputFrom } from 'xstate';
import type { JsonRecord } from '../json.ts';
import type { Message } from '../machine/local.ts';

/** One machine of a host, as declared. */
export type Slot = ResidentSlot | PerKeySlot | PerRequestSlot;

interface Declared {
  readonly machine: AnyStateMachine;
  /** The machine as its author wrote it; differs from `machine` only in a mutant. */
  readonly original: AnyStateMachine;
  /** What the machine gets as input beside `self`, `disk` and `request`. */
  readonly input: JsonRecord;
}

/** Always there, once a host. */
export interface ResidentSlot extends Declared {
  readonly kind: 'resident';
}

/** One instance a key, logically always there. */
export interface PerKeySlot extends Declared {
  readonly kind: 'perKey';
  readonly by: (message: Message) => string;
}

/** Born by one type of message, gone when it is final. */
export interface PerRequestSlot extends Declared {
  readonly kind: 'perRequest';
  readonly opens: string;
  readonly by: (message: Message) => string;
  readonly rebirth: 'refused' | 'allowed';
}

/** A set of machines with one event loop and one fate. */
export interface Host {
  readonly id: string;
  /** Whether it stands for a client: not crashed unless named, and final when the run is done. */
  readonly client: boolean;
  readonly machines: Readonly<Record<string, Slot>>;
}

/** The message that opens a request of a machine: the `request` of its input. */
export type RequestOf<Machine extends AnyStateMachine> =
  InputFrom<Machine> extends { readonly request: infer Request } ? Request : Message;

/** How requests are opened. */
export interface Opening<Machine extends AnyStateMachine> {
  /** The type of message that opens one; it becomes `input.request`. */
  readonly opens: string;
  /** The request's key, read off that message. */
  readonly by: (request: RequestOf<Machine>) => string;
  /** Whether a finished request may be opened again under its old key. Default: refused. */
  readonly rebirth?: 'refused' | 'allowed';
}
