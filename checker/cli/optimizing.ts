/** When V8 optimizes the functions of a process that checks models. */

import { setFlagsFromString } from 'node:v8';

/**
 * Leaves optimizing to functions that are called very often. What is hot in a search is the kernel's;
 * the rest runs for a second or ten, in which a fifth of the processor's time went into optimized code
 * that was hardly used any more. What runs for minutes is optimized all the same.
 */
export function optimizeLate(): void {
  setFlagsFromString('--invocation-count-for-turbofan=100000');
}
