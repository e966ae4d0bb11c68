/**
 * Causal contexts, and how a put becomes a version (lecture "Dynamo Query Interface", "Handling
 * Writes", "Vector Clocks"; DeCandia 2007 4.1, 4.4). A context says what its holder has seen: a put
 * replaces that and nothing else. The text calls it "a sequence number"; here it is a clock.
 *
 * Two rules that the text doesn't give, both for `dvv`, where a context that includes a node's
 * second write claims to know its first one as well:
 * - a new version travels together with its siblings (`companions`), or a reader who meets it alone
 *   would later overwrite a sibling of which it never heard;
 * - whoever put it may only claim it as seen if it saw all earlier writes of the same node
 *   (`contextAfter`); otherwise its next put becomes a sibling of this one.
 */

import type { Clock } from './clock.ts';
import { counterOf, covers, join, noClock, withDot } from './clock.ts';
import type { IdSet } from './id-set.ts';
import type { NodeId, RequestId } from './ids.types.ts';
import { including, noIds, union } from './id-set.ts';
import { ownField } from './own-field.ts';
import type { Ghost, Version, Versioning } from './version.ts';
import { merge } from './version.ts';

/** What a client has seen of a key: a clock, and (for `lww`) the true time of the newest. */
export type CausalContext = { readonly clock: Clock; readonly time: number };

/** The context of one who has seen nothing. A put with it is blind: it replaces nothing. */
export const noContext: CausalContext = { clock: noClock, time: 0 };

/** What a node keeps of a key: its versions and the number of the last write it coordinated. */
export type Copy = { readonly versions: readonly Version[]; readonly counter: number };

/** The copy of a node that never heard of the key. */
export const noCopy: Copy = { versions: [], counter: 0 };

/** A context, and the puts that its holder has, truly, seen. */
export type Seen = { readonly context: CausalContext; readonly ghost: Ghost };

/** A put as its coordinator sees it: the value, and what its author had seen. */
export type Write = Seen & { readonly value: RequestId };

/** The least context that has seen what either has. */
export function joinContexts(left: CausalContext, right: CausalContext): CausalContext {
  return { clock: join(left.clock, right.clock), time: Math.max(left.time, right.time) };
}

/** The context of one who has seen these versions. */
export function contextOf(versioning: Versioning, versions: readonly Version[]): CausalContext {
  const clocks = versions.map(({ clock, dot }) => withDot(clock, dot));
  return {
    clock: clocks.reduce(join, noClock),
    time: Math.max(0, ...versions.map((version) => trueTime(versioning, version))),
  };
}

/** The puts that one who has seen these versions has, truly, seen. */
export function pastOf(versions: readonly Version[]): IdSet {
  return versions.map(({ ghost }) => ghost.past).reduce(union, noIds);
}

/** What the author of a version has seen once it is written; `write` is what it came from. */
export function contextAfter(versioning: Versioning, version: Version, write: Write): Seen {
  return versioning.mode === 'dvv' && !followsOn(version)
    ? { context: write.context, ghost: write.ghost }
    : { context: contextOf(versioning, [version]), ghost: version.ghost };
}

/** Makes a put a version at its coordinator, and merges it into the coordinator's own copy. */
export function mint(
  versioning: Versioning,
  copy: Copy,
  node: NodeId,
  write: Write,
): { readonly version: Version; readonly copy: Copy } {
  const { mode } = versioning;
  const seen = write.context.clock;
  const counter = 1 + (mode === 'vv-ctx' ? counterOf(seen, node) : copy.counter);
  const dot = { node, counter };
  const version: Version = {
    dot,
    clock: mode === 'dvv' ? seen : { ...seen, [node]: counter },
    stamp: mode === 'lww' ? wallClock(versioning, copy, node, write) : 0,
    value: write.value,
    ghost: { past: including(write.ghost.past, write.value) },
  };
  return {
    version,
    copy: {
      versions: merge(mode, copy.versions, [version]),
      counter: mode === 'vv-ctx' ? copy.counter : counter,
    },
  };
}

/** The versions that a new one travels with from its coordinator's `copy`, itself included. */
export function companions(
  versioning: Versioning,
  copy: Copy,
  version: Version,
): readonly Version[] {
  return versioning.mode === 'dvv' ? copy.versions : [version];
}

/** Whether a version's author had seen all earlier writes of the same node. */
function followsOn({ clock, dot }: Version): boolean {
  return covers(clock, { node: dot.node, counter: dot.counter - 1 });
}

/** Lamport's time at the coordinator, and by how much its wall clock is off from that. */
function wallClock(versioning: Versioning, copy: Copy, node: NodeId, write: Write): number {
  const latest = contextOf(versioning, copy.versions).time;
  return 1 + Math.max(write.context.time, latest) + skewOf(versioning, node);
}

function trueTime(versioning: Versioning, { stamp, dot }: Version): number {
  return versioning.mode === 'lww' ? stamp - skewOf(versioning, dot.node) : 0;
}

function skewOf({ skew }: Versioning, node: NodeId): number {
  return ownField(skew, node) ?? 0;
}
