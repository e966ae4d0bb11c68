/** Models whose properties remember what they were shown, to compare what two searches came upon. */

import type { Model, View } from '../../../../checker/index.ts';
import { sometimes, whenQuiet } from '../../../../checker/index.ts';

/** A model, and what its properties were shown so far. */
export interface Recorded {
  readonly model: Model;
  /** The states of the hosts read, together, as texts. */
  readonly seen: Set<string>;
  /** Everything but budgets and monitors in quiet states. */
  readonly quiet: Set<string>;
}

/** The same system with properties that reduction keeps: the monitors, if any, and two that record. */
export function recordedModel(model: Model, over: readonly string[]): Recorded {
  const seen = new Set<string>();
  const quiet = new Set<string>();
  const hosts = model.system.hosts.map(({ id }) => id);
  const machines = model.system.hosts.flatMap((host) =>
    Object.values(host.machines).map(({ original }) => original),
  );
  const show = (view: View, ids: readonly string[]): string =>
    JSON.stringify(
      ids.map((id) => {
        const host = view.host(id);
        const locals = [...new Set(machines)].map((machine) =>
          host
            .each(machine)
            .map(({ key, state, context, timers }) => [key, state, context, timers]),
        );
        return [host.up, locals];
      }),
    );
  const monitors = Object.entries(model.properties).filter(([, { kind }]) => kind === 'monitored');
  const properties = {
    ...Object.fromEntries(monitors),
    Seen: sometimes(
      (view) => {
        seen.add(show(view, over));
        return false;
      },
      { over },
    ),
    Quiet: whenQuiet((view) => {
      quiet.add(JSON.stringify([show(view, hosts), view.inFlight(), view.partition]));
      return true;
    }),
  };
  return { model: { ...model, properties, expect: {} }, seen, quiet };
}
