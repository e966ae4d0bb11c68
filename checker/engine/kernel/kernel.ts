/** The compiled inner loops (see `assembly/kernel.ts`), bound to one memory in one thread. */

import { readFileSync } from 'node:fs';
import type { CompiledModule, SharedMemory } from './web-assembly.ts';
import { webAssembly } from './web-assembly.ts';

/** What the kernel can do; addresses are numbers of bytes. */
export interface Kernel {
  /** Expands a chunk. */
  readonly expand: (chunk: number) => void;
  /** Hashes the candidates of a chunk. */
  readonly hash: (chunk: number) => void;
  /** Looks up the candidates that belong to a shard. */
  readonly lookUp: (shard: number) => void;
  /** Makes rows of the new candidates of a chunk. */
  readonly append: (chunk: number) => void;
  /** Spreads the keys of a shard over more slots than it had. */
  readonly spread: (shard: number) => void;
  /** Gives the rows that belong to a shard their numbers. */
  readonly enroll: (shard: number) => void;
  /** Makes edges of the candidates of a chunk. */
  readonly link: (chunk: number) => void;
  /** Replaces the candidates of a chunk by their representatives, as far as tables tell. */
  readonly represent: (chunk: number) => void;
  readonly remember: (kind: number, left: number, right: number, value: number) => void;
  /** What the memo has of something; -1 where it has nothing. */
  readonly recall: (kind: number, left: number, right: number) => number;
  /** Moves the memo's entries from an old table of so many slots. */
  readonly moveMemo: (old: number, slots: number) => void;
  readonly isAnswered: (group: number, row: number) => number;
  readonly noteAnswered: (group: number, row: number) => void;
  /** Moves a group's combinations from an old table of so many slots. */
  readonly moveAnswered: (group: number, old: number, slots: number) => void;
  /** Opens the next turn of the threads that work together, see `assembly/turns.ts`. */
  readonly openTurn: (phase: number, tasks: number) => void;
  readonly closeTurn: () => void;
  /** 0 where every task of the turn was taken. */
  readonly hasTasks: () => number;
  /** Takes tasks of the turn until there are none. */
  readonly work: () => void;
  /** How many threads beside the leader are taking part in the turn. */
  readonly joinedThreads: () => number;
  /** Waits for them at most so many milliseconds; 0 where some haven't left. */
  readonly awaitOthers: (milliseconds: number) => number;
  /** Waits for a turn other than the one with this number, joins it and answers its number. */
  readonly joinTurn: (last: number) => number;
  readonly leaveTurn: () => void;
  /** Copies things of so many bytes: those that stand at the places of a list, one after the other. */
  readonly gather: (list: number, count: number, from: number, to: number, bytes: number) => void;
  /** Writes zeros; the only way to do so in the far part. */
  readonly clear: (from: number, length: number) => void;
}

let compiled: CompiledModule | null = null;

/** The kernel as all threads can have it, compiled once. */
export function compiledKernel(): CompiledModule {
  compiled ??= new webAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
  return compiled;
}

/** Binds the kernel to a memory. */
export function kernelOn(memory: SharedMemory): Kernel {
  const { exports } = new webAssembly.Instance(compiledKernel(), { env: { memory } });
  // The kernel is compiled from `assembly/kernel.ts`, which exports these functions.
  return exports as unknown as Kernel;
}
