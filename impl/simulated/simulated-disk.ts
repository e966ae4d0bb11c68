// A disk in memory that tells apart what was written from what is safe.

import type { DiskChange, DiskImage } from '../core/step.types.ts';

type Batch = { readonly operation: number; readonly changes: readonly DiskChange[] };

/** Keeps batches un-synced, in order, until each is completed or the power goes. */
export class SimulatedDisk {
  readonly #durable = new Map<string, Uint8Array>();
  #unsynced: readonly Batch[] = [];

  /** Takes a batch; it is not safe yet. */
  write(operation: number, changes: readonly DiskChange[]): void {
    this.#unsynced = [...this.#unsynced, { operation, changes }];
  }

  /** Makes the oldest batch safe and returns its operation; null if there is none. */
  completeOldest(): number | null {
    const [oldest, ...rest] = this.#unsynced;
    if (oldest === undefined) return null;
    this.#unsynced = rest;
    for (const change of oldest.changes) {
      if (change.kind === 'put') this.#durable.set(change.key, change.bytes);
      else this.#durable.delete(change.key);
    }
    return oldest.operation;
  }

  /** Loses the oldest batch as a failing device does; returns its operation. */
  failOldest(): number | null {
    const [oldest, ...rest] = this.#unsynced;
    this.#unsynced = rest;
    return oldest?.operation ?? null;
  }

  /** Loses all that is not safe. */
  losePower(): void {
    this.#unsynced = [];
  }

  /** Loses everything. */
  wipe(): void {
    this.losePower();
    this.#durable.clear();
  }

  /** A copy of what is safe. */
  image(): DiskImage {
    return new Map([...this.#durable].map(([key, bytes]) => [key, bytes.slice()] as const));
  }
}
