/** Arrays of integers that can't be had, one allocation after the other. */

import { vi } from 'vitest';

/**
 * Calls `run` again and again, each time with `allowed` one higher, until it gets by without a failure:
 * of the arrays of 32 bits that are made inside `tried`, only the one after so many fails. `tried` tells whether
 * what it was given went through. Answers how many allocations failed in all.
 */
export function failEachAllocation(run: (tried: (attempt: () => void) => boolean) => void): number {
  for (let allowed = 0; ; allowed++) {
    const failing = failingAfter(allowed);
    run((attempt) => {
      vi.stubGlobal('Int32Array', failing.constructor);
      try {
        attempt();
        return true;
      } catch (cause) {
        if (cause !== failing.error) throw cause;
        return false;
      } finally {
        vi.unstubAllGlobals();
      }
    });
    if (!failing.hasFailed()) return allowed;
  }
}

interface Failing {
  readonly constructor: Int32ArrayConstructor;
  readonly error: RangeError;
  readonly hasFailed: () => boolean;
}

function failingAfter(allowed: number): Failing {
  const error = new RangeError('Array buffer allocation failed');
  let made = 0;
  const constructor = new Proxy(Int32Array, {
    construct(arrays, given, newTarget): object {
      if (made++ === allowed) throw error;
      return Reflect.construct(arrays, given, newTarget === constructor ? arrays : newTarget);
    },
  });
  return { constructor, error, hasFailed: () => made > allowed };
}
