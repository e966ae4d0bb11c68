/** What monitors make of the log of one step (R11). */

import type { Chart } from '../machine/chart.ts';
import type { Local, Message } from '../machine/local.ts';
import { react } from '../machine/step.ts';
import { ownField } from '../own-field.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';

/** The monitors after a log was shown to them, in order. */
export function watched(
  loaded: LoadedModel,
  before: State['monitors'],
  log: readonly Message[],
): State['monitors'] {
  const monitors = loaded.monitors.map(({ property, chart }): [string, Local] => {
    const start = ownField(before, property);
    if (start === undefined) throw new Error(`the monitor '${property}' has no state`);
    return [property, log.reduce((local, event) => hearing(chart, local, event), start)];
  });
  return Object.fromEntries(monitors);
}

/** A monitor after one event; what it doesn't handle changes nothing (R5). */
function hearing(chart: Chart, local: Local, event: Message): Local {
  if (isDecided(chart, local)) return local;
  const step = react(chart, local, event);
  return step.handled ? step.local : local;
}

// A violated monitor stays so: otherwise a later event, even of the same step, would hide what it saw.
function isDecided(chart: Chart, local: Local): boolean {
  return local.final || isViolated(chart, local);
}

/** Whether a monitor is in a state that is tagged `violated`. */
export function isViolated({ machine }: Chart, { value, context }: Local): boolean {
  return machine.resolveState({ value, context }).hasTag('violated');
}
