/** What there is to be seen of the charts of a system's hosts, and what of it needs no step. */

import type { Chart } from '../machine/chart.ts';
import { boot } from '../machine/step.ts';
import { inputOf } from './load.ts';
import type { LoadedModel } from './load.ts';
import { slotsIn } from './slots.ts';

/**
 * What the instances of families by key take when they boot, and how their guards are answered. They are
 * logically always there, so that their birth is no step of any run, but whoever meets one meets what it took.
 */
export function takenAtBirth({ hosts }: LoadedModel): ReadonlySet<string> {
  const families = slotsIn(hosts).filter(({ slot }) => slot.kind === 'perKey');
  return new Set(
    families.flatMap((slot) => {
      const { taken, guards } = boot(slot.chart, inputOf(slot, '(any key)', { disk: null }));
      return [...taken, ...guards].map((name) => `${slot.chart.machine.id}: ${name}`);
    }),
  );
}

/** Something of the hosts' machines, by name; what monitors never see is as it should be. */
export function chartedIn(
  { hosts }: LoadedModel,
  of: (chart: Chart) => readonly string[],
): readonly string[] {
  const names = slotsIn(hosts).flatMap(({ chart }) =>
    of(chart).map((name) => `${chart.machine.id}: ${name}`),
  );
  return [...new Set(names)];
}
