/** The states of machines by the names that predicates may ask for. */

import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { suggestion } from '../nearest-names.ts';
import { listed } from './known-names.ts';

const namesOf = new WeakMap<AnyStateMachine, ReadonlySet<string>>();

/**
 * Refuses a state that none of these machines has: what asks for it would hold, or not, of all states alike.
 * Where a mutant runs in a machine's stead both count.
 * @throws BrokenModel naming the states that there are.
 */
export function refuseUnknownState(machines: readonly AnyStateMachine[], state: string): void {
  if (machines.some((machine) => stateNames(machine).has(state))) return;
  const [machine] = machines;
  const all = machine === undefined ? [] : [...stateNames(machine)];
  throw new BrokenModel(
    `'in' asks whether '${machine?.id}' is in '${state}', which is no state of it.${suggestion(state, all)} It has ${listed('', all)}`,
    {},
  );
}

/** All states of a machine, those within others as `outer.inner`. */
function stateNames(machine: AnyStateMachine): ReadonlySet<string> {
  const known = namesOf.get(machine);
  if (known !== undefined) return known;
  const names = new Set(namesBelow(machine.root, ''));
  namesOf.set(machine, names);
  return names;
}

function namesBelow(node: AnyStateNode, prefix: string): readonly string[] {
  return Object.entries(node.states).flatMap(([name, child]) => [
    `${prefix}${name}`,
    ...namesBelow(child, `${prefix}${name}.`),
  ]);
}
