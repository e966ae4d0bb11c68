/** How an author says which machines run where: hosts and the three kinds of machine (R1 to R3). */

import type { AnyStateMachine, EventFrom } from 'xstate';
import { functional, machine as machineShape, nameText } from '../definition/plain-shapes.ts';
import { refuseUnlike } from '../definition/shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import { hostMachines, opening as openingShape } from '../definition/system-shape.ts';
import type { JsonRecord } from '../json.ts';
import type { Message } from '../machine/local.ts';
import type {
  Host,
  Opening,
  PerKeySlot,
  PerRequestSlot,
  ResidentSlot,
  Slot,
} from './host.types.ts';

export type {
  Host,
  Opening,
  PerKeySlot,
  PerRequestSlot,
  RequestOf,
  ResidentSlot,
  Slot,
} from './host.types.ts';

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
