/** Whether machines answer the same when they are asked again: the memo of their steps relies on it. */

import type { World } from '../engine/world.ts';

/** What came of asking again. */
export interface Repetition {
  readonly steps: number;
  /** The steps that had another outcome, in words. */
  readonly differing: readonly string[];
}

/** Takes every step again that machines of hosts and monitors took in this world. */
export function repetitionIn({ hosts, monitors }: World): Repetition {
  const ofHosts = hosts.flatMap(({ memo }) => memo.states.slots.map((slot) => slot.memo));
  const memos = new Set([...ofHosts, ...monitors.map(({ memo }) => memo)]);
  let steps = 0;
  const differing: string[] = [];
  for (const memo of memos) {
    for (const { step, isSame } of memo.repeated()) {
      steps++;
      if (!isSame) differing.push(step);
    }
  }
  return { steps, differing };
}
