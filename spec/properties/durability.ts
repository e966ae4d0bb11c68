/** What becomes of puts once they are made: kept, known by enough, brought to where they belong. */

import { client } from '../quorum/client.ts';
import type { IdSet } from '../values/id-set.ts';
import type { NodeId, RequestId } from '../values/ids.types.ts';
import { has, isSubset, members, noIds, union } from '../values/id-set.ts';
import { sameVersions } from '../values/version.ts';
import { copies, hints, pastOfSet, stored, travelling } from './view.ts';
import type { Kept, SystemView } from './view.ts';

/** NoLostAck: a put that was answered as done is in the past of something that is kept somewhere. */
export function noLostAck(view: SystemView): boolean {
  const sets = stored(view);
  return view
    .each(client)
    .every(({ context: { ghost } }) =>
      members(ghost.acked).every((put) => sets.some((versions) => has(pastOfSet(versions), put))),
    );
}

/** AckMeansW: while a client is being told that a put is done, W different nodes keep it. */
export function ackMeansW(w: number): (view: SystemView) => boolean {
  return (view) => travelling(view, 'putDone').every(({ id }) => keepersOf(view, id).size >= w);
}

/** NoClobber: nothing that reaches a node takes anything from the past of its own copy. */
export function noClobber(before: SystemView, _: unknown, after: SystemView): boolean {
  return copies(before).every(({ host, versions }) =>
    isSubset(pastOfSet(versions), pastAt(copies(after), host)),
  );
}

/** HintSafeDelete: a node lets go of a hint only if the owner keeps it, or what came of it. */
export function hintSafeDelete(before: SystemView, _: unknown, after: SystemView): boolean {
  return hints(before).every(({ host, owner, versions }) => {
    const kept = pastAt(
      hints(after).filter((hint) => hint.owner === owner),
      host,
    );
    return isSubset(pastOfSet(versions), union(kept, pastAt(copies(after), owner)));
  });
}

/** HintOwner: hints are kept only for home nodes of the key, and by others than the owner. */
export function hintOwner(home: readonly NodeId[]): (view: SystemView) => boolean {
  return (view) =>
    hints(view).every(
      ({ host, owner }) => owner !== null && home.includes(owner) && !home.includes(host),
    );
}

/** Converge (L1): all home nodes keep the same versions. */
export function converge(home: readonly NodeId[]): (view: SystemView) => boolean {
  return (view) => {
    const kept = copies(view);
    const first = versionsAt(kept, home[0]);
    return home.every((node) => sameVersions(versionsAt(kept, node), first));
  };
}

/** HintDrain (L2): nobody keeps anything for others. */
export function hintDrain(view: SystemView): boolean {
  return hints(view).length === 0;
}

function keepersOf(view: SystemView, put: RequestId): ReadonlySet<NodeId> {
  const keepers = [...copies(view), ...hints(view)].filter(({ versions }) =>
    has(pastOfSet(versions), put),
  );
  return new Set(keepers.map(({ host }) => host));
}

function pastAt(kept: readonly Kept[], node: NodeId | null): IdSet {
  return kept
    .filter(({ host }) => host === node)
    .map(({ versions }) => pastOfSet(versions))
    .reduce(union, noIds);
}

function versionsAt(kept: readonly Kept[], node: NodeId | undefined): Kept['versions'] {
  return kept.find(({ host }) => host === node)?.versions ?? [];
}
