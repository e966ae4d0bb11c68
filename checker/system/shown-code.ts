/** A model whose own functions show themselves while they run, each by what it is in the model. */

import { beginCall, endCall, nameOfCalls } from '../watch/present-call.ts';
import type { Model } from '../model/model.ts';
import type { Conjuncts, Property, StepPredicate } from '../model/property.ts';
import type { Host, Slot } from './host.ts';
import type { System } from './system.ts';

/** The same model; its machines show their steps by themselves. */
export function withShownCode(model: Model): Model {
  return {
    ...model,
    properties: Object.fromEntries(
      Object.entries(model.properties).map(([name, one]) => [name, shownProperty(name, one)]),
    ),
    done: shownFunction("the model's 'done'", model.done),
    system: shownSystem(model.system),
  };
}

function shownProperty(name: string, property: Property): Property {
  const words = `the property '${name}'`;
  switch (property.kind) {
    case 'always':
      return {
        ...property,
        holds: shownFunction(words, property.holds),
        ...(property.conjuncts && { conjuncts: shownConjuncts(words, property.conjuncts) }),
      };
    case 'everyStep':
      return { ...property, holds: shownStepPredicate(words, property.holds) };
    case 'leadsTo':
      return {
        ...property,
        from: shownFunction(words, property.from),
        to: shownFunction(words, property.to),
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
      return { ...property, holds: shownFunction(words, property.holds) };
  }
}

function shownConjuncts(words: string, conjuncts: Conjuncts): Conjuncts {
  return Object.fromEntries(
    Object.entries(conjuncts).map(([name, holds]) => [
      name,
      shownFunction(`'${name}' of ${words}`, holds),
    ]),
  );
}

/** What was made to show itself: a loaded model may be changed a little and loaded again. */
const shownAlready = new WeakSet<object>();

function shownFunction<Asked, Answer>(
  words: string,
  asks: (asked: Asked) => Answer,
): (asked: Asked) => Answer {
  if (shownAlready.has(asks)) return asks;
  const name = nameOfCalls(words);
  const ask: typeof asks = (asked) => {
    beginCall(name);
    try {
      return asks(asked);
    } finally {
      endCall();
    }
  };
  return shownInstead(ask, asks);
}

function shownStepPredicate(words: string, asks: StepPredicate): StepPredicate {
  if (shownAlready.has(asks)) return asks;
  const name = nameOfCalls(words);
  const ask: StepPredicate = (before, action, after) => {
    beginCall(name);
    try {
      return asks(before, action, after);
    } finally {
      endCall();
    }
  };
  return shownInstead(ask, asks);
}

function shownSystem(system: System): System {
  return {
    ...system,
    hosts: system.hosts.map(shownHost),
    inputs: shownInputs(system),
  };
}

function shownInputs({ hosts, inputs }: System): System['inputs'] {
  if (shownAlready.has(inputs)) return inputs;
  const names = new Map(
    hosts.map(({ id }) => [id, nameOfCalls(`the system's inputs, asked of the host '${id}'`)]),
  );
  const ask: typeof inputs = (id, view) => {
    beginCall(names.get(id) ?? 0);
    try {
      return inputs(id, view);
    } finally {
      endCall();
    }
  };
  return shownInstead(ask, inputs);
}

function shownHost(host: Host): Host {
  const machines = Object.entries(host.machines).map(([name, slot]) => [name, shownSlot(slot)]);
  return { ...host, machines: Object.fromEntries(machines) };
}

function shownSlot(slot: Slot): Slot {
  if (slot.kind === 'resident') return slot;
  return { ...slot, by: shownFunction(`the 'by' of the machine '${slot.machine.id}'`, slot.by) };
}

/** What is asked can be seen from outside, see `answering`. */
function shownInstead<Ask extends object>(ask: Ask, asks: Ask): Ask {
  shownAlready.add(ask);
  return Object.assign(ask, { asks });
}
