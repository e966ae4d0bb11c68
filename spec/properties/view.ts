/**
 * What properties look at: the machines of a system as they stand, the disks of its nodes, and the
 * messages on their way. Whoever explores the machines supplies the view.
 */

import type { AnyStateMachine, ContextFrom } from 'xstate';
import type { Hints } from '../handoff/courier.ts';
import { courier } from '../handoff/courier.ts';
import type { MessageOf, Messages } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import type { NodeId } from '../values/ids.types.ts';
import type { Copy } from '../values/minting.ts';
import { pastOf } from '../values/minting.ts';
import type { Version } from '../values/version.ts';
import { replica } from '../versions/replica.ts';

/** One machine as it stands. */
export interface MachineView<Context> {
  readonly host: NodeId;
  readonly in: (state: string) => boolean;
  readonly context: Context;
}

/** A system as it stands; the same part of it is always the same object. */
export interface SystemView {
  readonly each: <Machine extends AnyStateMachine>(
    machine: Machine,
  ) => readonly MachineView<ContextFrom<Machine>>[];
  /** What a machine of each node has on disk, whether the node is up or down. */
  readonly disks: (
    machine: AnyStateMachine,
  ) => readonly { readonly host: NodeId; readonly disk: unknown }[];
  /** The messages of one type on their way. */
  readonly messages: (type: string) => readonly {
    readonly to: { readonly host: NodeId };
    readonly message: { readonly type: string };
  }[];
}

/** Versions that a node keeps, and for whom if not for itself. */
export interface Kept {
  readonly host: NodeId;
  readonly owner: NodeId | null;
  readonly versions: readonly Version[];
}

/** The nodes' own copies, of all keys. */
export function copies(view: SystemView): readonly Kept[] {
  return view.disks(replica).map(({ host, disk }) => {
    // The disk of a replica is a Copy; null if it never came up.
    const { versions } = (disk as Copy | null) ?? { versions: [] };
    return { host, owner: null, versions };
  });
}

/** What nodes keep for others. */
export function hints(view: SystemView): readonly Kept[] {
  return view.disks(courier).flatMap(({ host, disk }) => {
    // The disk of a courier holds its Hints; null if it never came up.
    const kept = (disk as { readonly hints: Hints } | null) ?? { hints: {} };
    return Object.entries(kept.hints).map(([owner, versions]) => ({ host, owner, versions }));
  });
}

/** The messages of one type on their way. */
export function travelling<Type extends keyof Messages>(
  view: SystemView,
  type: Type,
): readonly MessageOf<Type>[] {
  // The messages of a type are what the union of messages says of it.
  return view.messages(type).map(({ message }) => message as MessageOf<Type>);
}

/** Every set of versions that is kept, or on its way to be. */
export function stored(view: SystemView): readonly (readonly Version[])[] {
  return [
    ...[...copies(view), ...hints(view)].map(({ versions }) => versions),
    ...(['store', 'storeHint', 'repair', 'handOff'] as const).flatMap((type) =>
      travelling(view, type).map(({ versions }) => versions),
    ),
  ];
}

const pasts = new WeakMap<readonly Version[], IdSet>();

/** The true past of a set of versions; remembered for each set. */
export function pastOfSet(versions: readonly Version[]): IdSet {
  const known = pasts.get(versions);
  if (known !== undefined) return known;
  const past = pastOf(versions);
  pasts.set(versions, past);
  return past;
}
