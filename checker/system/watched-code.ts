/**
 * A model whose own functions are watched: while they run they show themselves, each by what it is in the model,
 * and can't reach for chance; and they are asked again whether they answer the same.
 */

import { allowChance, barChance } from '../machine/chance.ts';
import { beginCall, endCall, nameOfCalls } from '../watch/present-call.ts';
import type { Model } from '../model/model.ts';
import type { Conjuncts, Property } from '../model/property.types.ts';
import type { Host, Slot } from './host.ts';
import { Steadiness } from './steadiness.ts';
import type { System } from './system.ts';

/** The same model; its machines' steps are watched as they are taken, see `step.ts`. */
export function withWatchedCode(model: Model): Model {
  return {
    ...model,
    properties: Object.fromEntries(
      Object.entries(model.properties).map(([name, one]) => [name, watchedProperty(name, one)]),
    ),
    done: watchedFunction("the model's 'done'", model.done),
    system: watchedSystem(model.system),
  };
}

function watchedProperty(name: string, property: Property): Property {
  const words = `the property '${name}'`;
  switch (property.kind) {
    case 'always':
      return {
        ...property,
        holds: watchedFunction(words, property.holds),
        ...(property.conjuncts && { conjuncts: watchedConjuncts(words, property.conjuncts) }),
      };
    case 'everyStep':
      return { ...property, holds: watchedFunction(words, property.holds) };
    case 'leadsTo':
      return {
        ...property,
        from: watchedFunction(words, property.from),
        to: watchedFunction(words, property.to),
      };
    case 'monitored':
    case 'terminates':
      return property;
    case 'never':
    case 'sometimes':
    case 'whenQuiet':
    case 'eventually':
    case 'alwaysEventually':
    case 'eventuallyAlways':
      return { ...property, holds: watchedFunction(words, property.holds) };
  }
}

function watchedConjuncts(words: string, conjuncts: Conjuncts): Conjuncts {
  return Object.fromEntries(
    Object.entries(conjuncts).map(([name, holds]) => [
      name,
      watchedFunction(`'${name}' of ${words}`, holds),
    ]),
  );
}

/** What is watched already: a loaded model may be changed a little and loaded again. */
const watchedAlready = new WeakSet<object>();

function watchedFunction<Asked extends readonly unknown[], Answer>(
  words: string,
  asks: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const name = nameOfCalls(words);
  return watched(words, asks, () => name);
}

/** Watches a function of the author's, whose calls show themselves by the name that `nameFor` gives them. */
function watched<Asked extends readonly unknown[], Answer>(
  words: string,
  asks: (...asked: Asked) => Answer,
  nameFor: (...asked: Asked) => number,
): (...asked: Asked) => Answer {
  if (watchedAlready.has(asks)) return asks;
  const steadiness = new Steadiness(words);
  const ask: typeof asks = (...asked) => {
    beginCall(nameFor(...asked));
    barChance();
    try {
      const answer = asks(...asked);
      if (steadiness.isToBeSeen()) steadiness.see(answer, asks(...asked));
      return answer;
    } finally {
      allowChance();
      endCall();
    }
  };
  watchedAlready.add(ask);
  // What is asked can be seen from outside, see `answering`.
  return Object.assign(ask, { asks });
}

function watchedSystem(system: System): System {
  return {
    ...system,
    hosts: system.hosts.map(watchedHost),
    inputs: watchedInputs(system),
  };
}

function watchedInputs({ hosts, inputs }: System): System['inputs'] {
  const names = new Map(
    hosts.map(({ id }) => [id, nameOfCalls(`the system's inputs, asked of the host '${id}'`)]),
  );
  return watched("the system's inputs", inputs, (id) => names.get(id) ?? 0);
}

function watchedHost(host: Host): Host {
  const machines = Object.entries(host.machines).map(([name, slot]) => [name, watchedSlot(slot)]);
  return { ...host, machines: Object.fromEntries(machines) };
}

function watchedSlot(slot: Slot): Slot {
  if (slot.kind === 'resident') return slot;
  return { ...slot, by: watchedFunction(`the 'by' of the machine '${slot.machine.id}'`, slot.by) };
}
