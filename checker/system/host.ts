/** How an author says which machines run where: hosts and the three kinds of machine (R1 to R3). */

import type { AnyStateMachine, EventFrom, InputFrom } from 'xstate';
import { functional, machine as machineShape, nameText } from '../definition/plain-shapes.ts';
import { refuseUnlike } from '../definition/shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import { hostMachines, opening as openingShape } from '../definition/system-shape.ts';
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

/** A machine that is always there; it gets `{ self, disk, ...input }`. */
export function resident(machine: AnyStateMachine, input: JsonRecord = {}): ResidentSlot {
  refuseSurplus('resident(…)', arguments, 2);
  refuseUnlike(machineShape, machine, { root: 'the machine of resident(…)' });
  return { kind: 'resident', machine, original: machine, input };
}

/**
 * A family of machines, one a key; `by` reads the key off a message that names only the host. An
 * instance gets `{ self, disk, ...input }` with the key in `self`, and is part of the state only
 * while it differs from how it boots.
 */
export function perKey<Machine extends AnyStateMachine>(
  machine: Machine,
  by: (message: EventFrom<Machine>) => string,
  input: JsonRecord = {},
): PerKeySlot {
  refuseSurplus('perKey(…)', arguments, 3);
  refuseUnlike(machineShape, machine, { root: 'the machine of perKey(…)' });
  refuseUnlike(functional, by, { root: "'by' of perKey(…)" });
  return { kind: 'perKey', machine, original: machine, by: keyed(by), input };
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

/**
 * A family of machines, one a request: born by a message of type `opens`; gone, timers and all, at
 * the end of the step in which it is final. An instance gets `{ self, request, ...input }`.
 */
export function perRequest<Machine extends AnyStateMachine>(
  machine: Machine,
  opening: Opening<Machine>,
  input: JsonRecord = {},
): PerRequestSlot {
  refuseSurplus('perRequest(…)', arguments, 3);
  refuseUnlike(machineShape, machine, { root: 'the machine of perRequest(…)' });
  refuseUnlike(openingShape, opening, { root: 'perRequest(…, { … })', path: 'perRequest' });
  const { opens, by, rebirth = 'refused' } = opening;
  return {
    kind: 'perRequest',
    machine,
    original: machine,
    opens,
    by: keyed(by),
    rebirth,
    input,
  };
}

/** A host that belongs to the system under check. */
export function host(id: string, machines: Readonly<Record<string, Slot>>): Host {
  refuseSurplus('host(…)', arguments, 2);
  refuseUnlikeHost('host', id, machines);
  return { id, client: false, machines };
}

/** A host that stands for a client of the system. */
export function client(id: string, machines: Readonly<Record<string, Slot>>): Host {
  refuseSurplus('client(…)', arguments, 2);
  refuseUnlikeHost('client', id, machines);
  return { id, client: true, machines };
}

function refuseUnlikeHost(maker: string, id: unknown, machines: unknown): void {
  refuseUnlike(nameText, id, { root: `the id of ${maker}(…)` });
  const root = `${maker}('${String(id)}', …)`;
  refuseUnlike(hostMachines, machines, { root, path: root, place: { host: String(id) } });
}

// Routing calls `by` only with messages whose type the machine's chart names, which are those that
// its author wrote `by` for; the compiler can't see that through a heterogeneous record of slots.
function keyed(by: (message: never) => string): (message: Message) => string {
  return by as unknown as (message: Message) => string;
}
