/**
 * A thread that takes part in the phases of searches until it is ended. Plain JavaScript that imports
 * nothing of ours: with types to strip it would be ready only when a small search is over.
 */

import { workerData } from 'node:worker_threads';

/** @type {import('./helping-threads.ts').Start} */
const { memory, compiled, lost, turn, ends } = workerData;

try {
  new WebAssembly.Instance(compiled, { env: { memory } }).exports.help();
} catch (cause) {
  ends.postMessage(cause instanceof Error ? cause.stack : String(cause), []);
  const ints = new Int32Array(memory.buffer);
  Atomics.add(ints, lost, 1);
  // Whoever leads may be asleep until no thread is at work.
  Atomics.notify(ints, turn);
}
