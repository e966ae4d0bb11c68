/** A view to a property that declares which hosts it reads: anything else can't be read through it. */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import type { Predicate, Reading } from '../model/property.types.ts';
import type { LoadedModel } from '../system/load.ts';
import type { View } from './view.ts';
import { slotsRunning } from './view-of.ts';

/** A property's predicate, which answers only what it declares to read. */
export function declaredPredicate(
  loaded: LoadedModel,
  property: Reading & { readonly holds: Predicate },
): Predicate {
  return (view) => property.holds(declaredView(loaded, view, property));
}

/**
 * The view as the property may use it; the view itself where nothing is declared.
 * @throws BrokenModel when something else is read.
 */
function declaredView(loaded: LoadedModel, view: View, { over }: Reading): View {
  if (over === undefined) return view;
  const refuse = (what: string): never => {
    throw new BrokenModel(
      `the property declares that it reads ${over.join(', ')} only, and reads ${what}. Declare all hosts that it reads in 'over'; what is in flight, monitors and partitions can't be declared`,
      { model: loaded.model.name },
    );
  };
  const allowed = (id: string): string => (over.includes(id) ? id : refuse(`the host ${id}`));
  const everywhere = (machine: AnyStateMachine): void => {
    const runsElsewhere = (id: string): boolean => {
      const host = loaded.hosts.get(id);
      return !over.includes(id) && host !== undefined && slotsRunning(host, machine).length > 0;
    };
    const elsewhere = view.hosts.find(({ id }) => runsElsewhere(id));
    if (elsewhere !== undefined) refuse(`'${machine.id}' of the host ${elsewhere.id}`);
  };
  return {
    hosts: view.hosts,
    host: (id) => view.host(allowed(id)),
    isFinal: (id) => view.isFinal(allowed(id)),
    each: (machine) => {
      everywhere(machine);
      return view.each(machine);
    },
    disks: (machine) => {
      everywhere(machine);
      return view.disks(machine);
    },
    inFlight: () => refuse('what is in flight'),
    messages: () => refuse('what is in flight'),
    monitor: () => refuse('a monitor'),
    get partition() {
      return refuse('the partition in force');
    },
  };
}
