/** The compiled inner loops (see `assembly/kernel.ts`), bound to one memory in one thread. */

import { readFileSync } from 'node:fs';
import { webAssembly } from './web-assembly.ts';
import type { CompiledModule, SharedMemory } from './web-assembly.ts';

/** What the kernel can do; addresses are numbers of bytes. */
export interface Kernel {
  /** Expands a chunk; answers how many things are now noted as missed. */
  readonly expand: (chunk: number, misses: number, missedBefore: number) => number;
  /** Hashes the candidates of a chunk. */
  readonly hash: (chunk: number) => void;
  /** Looks up the candidates that belong to a shard. */
  readonly lookUp: (shard: number) => void;
  /** Makes rows of the new candidates of a chunk. */
  readonly append: (chunk: number) => void;
  /** Puts keys into the visited set. */
  readonly takeIn: (keys: number, count: number) => void;
  /** Writes the fingerprints of rows, of 8 bytes each. */
  readonly fingerprint: (rows: number, count: number, to: number) => void;
  /** Spreads the keys of a shard over more slots than it had. */
  readonly spread: (shard: number) => void;
  readonly remember: (kind: number, left: number, right: number, value: number) => void;
  /** What the memo has of something; -1 where it has nothing. */
  readonly recall: (kind: number, left: number, right: number) => number;
  /** Moves the memo's entries from an old table of so many slots. */
  readonly moveMemo: (old: number, slots: number) => void;
  readonly isAnswered: (group: number, row: number) => number;
  readonly noteAnswered: (group: number, row: number) => void;
  /** Moves a group's combinations from an old table of so many slots. */
  readonly moveAnswered: (group: number, old: number, slots: number) => void;
  /** Writes zeros; the only way to do so in the far part. */
  readonly clear: (from: number, length: number) => void;
}

let compiled: CompiledModule | null = null;

/** Binds the kernel to a memory. */
export function kernelOn(memory: SharedMemory): Kernel {
  compiled ??= new webAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
  const { exports } = new webAssembly.Instance(compiled, { env: { memory } });
  // The kernel is compiled from `assembly/kernel.ts`, which exports these functions.
  return exports as unknown as Kernel;
}
