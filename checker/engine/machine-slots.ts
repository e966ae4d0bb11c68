/** Which slots of the hosts run the machines that views are asked for. */

import type { AnyStateMachine } from 'xstate';
import type { MachineQuestion } from '../state/known-names.ts';
import { refuseUnknownMachine, refuseWrongKey } from '../state/known-names.ts';
import { slotsRunning } from '../state/view-of.ts';
import type { World } from './world.ts';

/** Slots by their numbers, host by host. */
type SlotsOfHosts = readonly (readonly number[])[];

/** Finds the slots of a machine once. */
export class MachineSlots {
  readonly #world: World;
  readonly #slots = new Map<AnyStateMachine, SlotsOfHosts>();
  readonly #residents = new Map<AnyStateMachine, SlotsOfHosts>();
  readonly #keyed = new Map<AnyStateMachine, SlotsOfHosts>();

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * The slots of each host that run a machine, or what a mutant put in its stead.
   * @throws BrokenModel where no host runs it.
   */
  of(machine: AnyStateMachine, question: MachineQuestion): SlotsOfHosts {
    const known = this.#slots.get(machine);
    if (known !== undefined) return known;
    refuseUnknownMachine(this.#world.loaded, machine, question);
    const slots = this.#world.hosts.map(({ memo }) =>
      slotsRunning(memo.states.host, machine).map(({ name }) => memo.states.slotNamed(name)),
    );
    this.#slots.set(machine, slots);
    return slots;
  }

  /**
   * The slots of each host where a machine may have an instance of that key; null is a resident machine.
   * @throws BrokenModel where no host's can have one.
   */
  keyed(machine: AnyStateMachine, key: string | null): SlotsOfHosts {
    const fitting = key === null ? this.#residents : this.#keyed;
    const known = fitting.get(machine);
    if (known !== undefined) return known;
    const all = this.of(machine, 'at');
    refuseWrongKey(this.#world.loaded, machine, key);
    const slots = all.map((some, host) =>
      some.filter((slot) => this.#isResident(host, slot) === (key === null)),
    );
    fitting.set(machine, slots);
    return slots;
  }

  #isResident(host: number, slot: number): boolean {
    return this.#world.host(host).memo.states.slot(slot).loaded.slot.kind === 'resident';
  }
}
