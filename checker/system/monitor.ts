/** Which machines can watch a system as monitors (R11). */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import type { Chart } from '../machine/chart.ts';
import { suggestion } from '../nearest-names.ts';

/** All that a monitor is ever told, by type. */
const heard = ['observed', '@crash', '@restart', '@amnesia', '@partition', '@heal'];
const raisers = ['xstate.raise', 'xstate.enqueueActions'];

/**
 * The chart of a property's monitor.
 * @throws BrokenModel where it has timers, could never be violated, or waits for what nobody tells it.
 */
export function monitorChart(property: string, chart: Chart): Chart {
  const place = { property, machine: chart.machine.id };
  if (chart.timers.size > 0) {
    throw new BrokenModel(
      'a monitor has a timer, but monitors only watch: remove the after',
      place,
    );
  }
  if (!isTagged(chart.machine.root)) {
    throw new BrokenModel(
      "no state of the monitor is tagged 'violated', so that nothing can violate the property: write tags: 'violated' in the state that must not be come to",
      place,
    );
  }
  refuseUnheard(chart, place);
  return chart;
}

function isTagged({ tags, states }: AnyStateMachine['root']): boolean {
  return tags.includes('violated') || Object.values(states).some(isTagged);
}

/** A monitor that raises events may name these as it likes. */
function refuseUnheard({ machine, events }: Chart, place: { readonly property: string }): void {
  const unheard = [...events].find((type) => !heard.includes(type));
  if (unheard === undefined || raisesEvents(machine)) return;
  throw new BrokenModel(
    `the monitor waits for '${unheard}', which nothing ever tells it.${suggestion(unheard, heard)} What hosts observe comes as { type: 'observed', host, event }, faults as '@crash' and so on; a monitor hears of ${heard.join(', ')}`,
    place,
  );
}

function raisesEvents({ implementations }: AnyStateMachine): boolean {
  return Object.values(implementations.actions).some(
    (action: unknown) =>
      typeof action === 'function' && 'type' in action && raisers.includes(String(action.type)),
  );
}
