// Whom this node believes to be down, from silence alone.
// Source: DeCandia 2007 4.8.3: purely local, never gossiped.

import type { NodeId } from '../core/clock.ts';
import type { AdminCommand } from '../core/step.types.ts';

/** How often peers are probed and how long one may be silent, in milliseconds. */
export type ProbeTimes = { readonly probeEvery: number; readonly silentAfter: number };

/**
 * Suspects a peer that has not been heard for too long although it is probed regularly, and trusts
 * it again at its next sign of life. Times are readings of a clock that never goes back.
 */
export class FailureDetector {
  readonly #heardAt = new Map<NodeId, number>();
  readonly #suspected = new Set<NodeId>();
  readonly #silentAfter: number;

  constructor(peers: readonly NodeId[], { silentAfter }: ProbeTimes, now: number) {
    this.#silentAfter = silentAfter;
    for (const peer of peers) this.#heardAt.set(peer, now);
  }

  /** Takes a sign of life; returns the command that follows from it, if any. */
  heard(peer: NodeId, now: number): AdminCommand | null {
    if (!this.#heardAt.has(peer)) return null;
    this.#heardAt.set(peer, now);
    return this.#suspected.delete(peer) ? { kind: 'trust', peer } : null;
  }

  /** Looks at all peers; returns a command for each that has become suspect. */
  check(now: number): readonly AdminCommand[] {
    const silent = [...this.#heardAt].filter(
      ([peer, at]) => now - at >= this.#silentAfter && !this.#suspected.has(peer),
    );
    return silent.map(([peer]) => {
      this.#suspected.add(peer);
      return { kind: 'suspect', peer };
    });
  }
}
