// Nothing is said about a key before all that was written about it is durable.

import type { Utterance } from './step.types.ts';

type Held = { readonly behind: number; readonly utterance: Utterance };
type Lane = { readonly writes: Set<number>; readonly held: Held[] };

/**
 * Holds back what a node says about a key while a batch that touches the key is on its way to disk.
 * So a read can never show, and an acknowledgement never promise, what a crash could take back.
 * Per key, what is said keeps its order.
 */
export class DurabilityGate {
  readonly #lanes = new Map<string, Lane>();
  readonly #keysOf = new Map<number, readonly string[]>();

  /** Notes that an operation, whose number exceeds all earlier ones, writes about these keys. */
  noteWrite(operation: number, keys: readonly string[]): void {
    this.#keysOf.set(operation, keys);
    for (const key of keys) {
      const lane = this.#lanes.get(key) ?? { writes: new Set<number>(), held: [] };
      lane.writes.add(operation);
      this.#lanes.set(key, lane);
    }
  }

  /** Takes something to be said about a key; returns whether it may be said at once. */
  admit(key: string, utterance: Utterance): boolean {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return true;
    lane.held.push({ behind: Math.max(...lane.writes), utterance });
    return false;
  }

  /** Notes that an operation is durable; returns what may now be said, in order. */
  noteDurable(operation: number): readonly Utterance[] {
    const keys = this.#keysOf.get(operation) ?? [];
    this.#keysOf.delete(operation);
    return keys.flatMap((key) => this.#release(key, operation));
  }

  #release(key: string, operation: number): readonly Utterance[] {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return [];
    lane.writes.delete(operation);
    const oldest = Math.min(...lane.writes);
    const waiting = lane.held.findIndex(({ behind }) => behind >= oldest);
    const released = lane.held.splice(0, waiting === -1 ? lane.held.length : waiting);
    if (lane.writes.size === 0) this.#lanes.delete(key);
    return released.map(({ utterance }) => utterance);
  }

  /** The operations that are not durable yet, oldest first. */
  unsynced(): readonly number[] {
    return [...this.#keysOf.keys()];
  }

  /** How many utterances are held back. */
  withheld(): number {
    return [...this.#lanes.values()].reduce((sum, { held }) => sum + held.length, 0);
  }
}
