/** What clocks must say of the true past of versions, wherever those are kept or on their way. */

import { has } from '../values/id-set.ts';
import type { Mode, Version } from '../values/version.ts';
import { sameVersion, supersedes } from '../values/version.ts';
import { replica } from '../versions/replica.ts';
import { copies, hints, stored, travelling } from './view.ts';
import type { SystemView } from './view.ts';

/** DotUnique: a node and a number name one put. */
export function dotUnique(view: SystemView): boolean {
  const puts = new Map<string, string>();
  return stored(view)
    .flat()
    .every(({ dot, value }) => {
      const name = JSON.stringify([dot.node, dot.counter]);
      const put = puts.get(name) ?? value;
      puts.set(name, put);
      return put === value;
    });
}

/** ClockSound: a version that counts as newer has the older put in its true past. */
export function clockSound(mode: Mode): (view: SystemView) => boolean {
  return (view) =>
    everyPair(view, (newer, older) => !supersedes(mode, newer, older) || includes(newer, older));
}

/** ClockComplete: a version that has another put in its true past counts as newer than that. */
export function clockComplete(mode: Mode): (view: SystemView) => boolean {
  return (view) =>
    everyPair(view, (newer, older) => !includes(newer, older) || supersedes(mode, newer, older));
}

/** SiblingMinimal: nobody keeps, or is answered with, a put beside one that has it in its past. */
export function siblingMinimal(view: SystemView): boolean {
  const sets = [
    ...[...copies(view), ...hints(view)].map(({ versions }) => versions),
    ...travelling(view, 'getDone').map(({ versions }) => versions),
  ];
  return sets.every((versions) =>
    versions.every((newer) =>
      versions.every((older) => sameVersion(newer, older) || !includes(newer, older)),
    ),
  );
}

/** ReplicaAgrees: the chart of a replica says how many versions are on its disk. */
export function replicaAgrees(view: SystemView): boolean {
  return view.each(replica).every((one) => {
    const count = one.context.disk.versions.length;
    return one.in(count === 0 ? 'absent' : count === 1 ? 'single' : 'siblings');
  });
}

function includes(newer: Version, older: Version): boolean {
  return has(newer.ghost.past, older.value);
}

function everyPair(view: SystemView, holds: (newer: Version, older: Version) => boolean): boolean {
  const all = stored(view).flat();
  return all.every((newer) =>
    all.every((older) => sameVersion(newer, older) || holds(newer, older)),
  );
}
