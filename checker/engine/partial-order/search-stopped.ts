/** What ends a reduced search in the middle of whatever it is at. */

import type { StopCause } from '../search.types.ts';

/** The search ends with what it has. */
export class SearchStopped extends Error {
  readonly by: StopCause;

  constructor(by: StopCause) {
    super(`the search was stopped: ${by}`);
    this.name = 'SearchStopped';
    this.by = by;
  }
}
