/** What a search under partial order reduction left out, and what limited that, in lines. */

import type { Findings } from '../check/findings.types.ts';
import type { Obstacle } from '../engine/partial-order/obstacles.ts';
import type { LeftOut } from '../engine/partial-order/tally.ts';
import { counted, countText } from './numbers.ts';
import { wrapped } from './page.ts';

const wherever: Readonly<Record<Obstacle, string>> = {
  faults: 'where nothing but faults is enabled',
  budgets: 'where steps are faults or use a budget',
  partitions: 'where a partition may forbid steps',
  losses: 'where what steps send is lost if its receiver is down',
  visibility: 'where steps change what properties read or monitors see',
  order: 'where the order of steps at a host makes a difference',
  effort: 'where that would take too long to find out',
  arrivals: 'where a message that may still come in makes a difference',
  births: 'where steps send to a request that may not be born yet',
  cycles: 'on cycles, where others would be put off for ever',
};

/** The lines; none of a search that left nothing out by the order of steps. */
export function partialOrderLines(findings: Findings): readonly string[] {
  const { leftOut, states, depth } = findings;
  if (leftOut === undefined) return [];
  const full = Object.values(leftOut.inFull).reduce((sum, rows) => sum + rows, 0);
  return [
    ...sentences(leftOut).flatMap((words) => wrapped(words, 6)),
    ...(full > 0
      ? [`      put no step off in ${countText(full)} of ${counted(states, 'state')}:`]
      : []),
    // A record by obstacle has no other keys.
    ...(Object.entries(leftOut.inFull) as [Obstacle, number][]).map(
      ([obstacle, rows]) => `        ${countText(rows)} ${wherever[obstacle]}`,
    ),
    ...wrapped(
      `kept no state more than ${counted(depth, 'step')} away; how deep the model is isn't known, and runs need not be shortest`,
      6,
    ),
  ];
}

function sentences(leftOut: LeftOut): readonly string[] {
  const { enabled, taken, retaken, asleep, passed, notKept, onCycles, letsSleep, passes } = leftOut;
  const once = taken - retaken;
  const percent = (steps: number): string =>
    `${Math.round((100 * steps) / Math.max(1, enabled))} %`;
  const factor = (enabled / Math.max(1, once)).toFixed(1);
  return [
    `took ${countText(once)} of ${counted(enabled, 'enabled step')}, 1 in ${factor}: ${percent(asleep)} asleep, ${percent(enabled - once - asleep)} put off`,
    ...(retaken > 0
      ? [
          `took some of these again, ${counted(retaken, 'time')}, since others woke: ${countText(taken)} taken in all`,
        ]
      : []),
    ...(notKept > 0
      ? [
          `met ${counted(notKept, 'more state')} that aren't kept but count for --max-states`,
          `passed through such states ${counted(passed, 'time')}`,
        ]
      : []),
    ...(onCycles > 0 ? [`let no step sleep in ${counted(onCycles, 'state')} on cycles`] : []),
    ...(passes > 1
      ? [
          `began again ${counted(passes - 1, 'time')}, as choices had turned out wrong; these figures are of the last time alone`,
        ]
      : []),
    ...(letsSleep ? [] : ['let no step sleep, since most states are on cycles']),
  ];
}
