/** How full the memory is that JavaScript objects have: a thread that runs out of it dies at once. */

import { getHeapStatistics } from 'node:v8';
import { resourceLimits } from 'node:worker_threads';

/** The share of its heap beyond which a thread had better stop with what it knows. */
const fullShare = 0.85;
/** Asking costs microseconds, and is left out this often. */
const asksBetween = 8;

/**
 * Answers whether this thread's heap is nearly full; stays true once it was. What grows without end in
 * a model grows there: local states, messages and their texts. Rows have memory of their own.
 */
export function heapWatch(): () => boolean {
  const { maxOldGenerationSizeMb: megabytes = Infinity } = resourceLimits;
  const limit = Math.min(getHeapStatistics().heap_size_limit, megabytes * 1024 * 1024);
  let asked = 0;
  let isFull = false;
  return () => {
    asked++;
    if (isFull || asked % asksBetween !== 0) return isFull;
    isFull = getHeapStatistics().used_heap_size > limit * fullShare;
    return isFull;
  };
}
