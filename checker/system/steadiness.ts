/** Whether a function of a model depends on nothing but what it is asked, as far as asking again can tell. */

import { BrokenModel } from '../broken-model.ts';
import type { Json } from '../json.ts';
import { isEqual, jsonFault } from '../json.ts';
import { changes } from '../trace/difference.ts';

/** The first calls are all repeated: by then what counts or remembers has mostly shown itself. */
const firstCalls = 256;
/** Later on one call of so many is. */
const betweenCalls = 16;

/** Watches one function. */
export class Steadiness {
  readonly #words: string;
  #calls = 0;

  /** `words` say what the function is in its model. */
  constructor(words: string) {
    this.#words = words;
  }

  /** Whether what was just asked is to be asked once more. */
  isToBeSeen(): boolean {
    const call = this.#calls++;
    return call < firstCalls || call % betweenCalls === 0;
  }

  /** @throws BrokenModel where two answers to the same question differ. */
  see(first: unknown, second: unknown): void {
    if (first === second || !differ(first, second)) return;
    throw new BrokenModel(
      `${this.#words} gave two different answers when asked the same twice. Likely cause: a counter, cache or clock outside. Let the answer depend on nothing but what is asked about`,
      // They are data, as was just made sure of.
      { differences: changes(first as Json, second as Json) },
    );
  }
}

/** What is no data is refused elsewhere, in better words. */
function differ(first: unknown, second: unknown): boolean {
  if (jsonFault(first) !== null || jsonFault(second) !== null) return false;
  // As was just made sure of.
  return !isEqual(first as Json, second as Json);
}
