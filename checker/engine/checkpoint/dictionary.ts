/**
 * What the numbers of a world mean, so that another world can give the same numbers to the same
 * things. Numbers are only ever added: each checkpoint tells what came since the one before.
 */

import { deepFreeze } from '../../json.ts';
import type { HostShape, HostStates } from '../host-states.ts';
import type { MachineMemo } from '../machine-memo.ts';
import type { World } from '../world.ts';
import type { Numbered, NumberedState } from './numbers.ts';

/** One list of numbered things: `item` of those of a world, `number` of those of another. */
interface List<Item> {
  readonly what: string;
  readonly size: () => number;
  readonly item: (number: number) => Item;
  readonly number: (item: Item) => number;
}

/** The numbers of one world, told and taken in piece by piece. */
export class Dictionary {
  readonly #world: World;
  readonly #machines: readonly MachineMemo[];
  /** How many things of each list, and steps of each machine, were told or taken in. */
  readonly #known = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
    this.#machines = machinesOf(world);
  }

  /** What was numbered since this was asked last, or since the last piece was taken in. */
  news(): Numbered {
    const { hosts } = this.#world;
    return {
      machines: this.#machines.map((memo, index) => ({
        locals: this.#newOf(localsOf(memo, index)),
        steps: this.#newSteps(memo, index),
      })),
      envelopes: this.#newOf(this.#envelopes()),
      hosts: hosts.map((_, host) => ({
        states: this.#newOf(this.#states(host)),
        inboxes: this.#newOf(this.#inboxes(host)),
        stations: this.#newOf(this.#stations(host)),
        parcels: this.#newOf(this.#parcels(host)),
      })),
      logs: this.#newOf(this.#logs()),
      environments: this.#newOf(this.#environments()),
    };
  }

  /**
   * Gives the things of a piece the numbers that they had; pieces come in the order in which they
   * were told. Steps are taken again, so that machines that step otherwise now are found out.
   * Answers what is not as it was, in words; null where all is.
   */
  takeIn({ machines, envelopes, hosts, logs, environments }: Numbered): string | null {
    if (machines.length !== this.#machines.length) return 'the machines are others';
    if (hosts.length !== this.#world.hosts.length) return 'the hosts are others';
    const first = [
      ...this.#machines.map((memo, index) => () => {
        return this.#give(localsOf(memo, index), machines[index]?.locals ?? []);
      }),
      () => this.#give(this.#envelopes(), envelopes),
      ...hosts.flatMap(({ states, inboxes, stations, parcels }, host) => [
        () => this.#give(this.#states(host), states),
        () => this.#give(this.#inboxes(host), inboxes),
        () => this.#give(this.#stations(host), stations),
        () => this.#give(this.#parcels(host), parcels),
      ]),
      () => this.#give(this.#logs(), logs),
      () => this.#give(this.#environments(), environments),
      ...this.#machines.map((memo, index) => () => {
        return this.#retake(memo, index, machines[index]?.steps ?? []);
      }),
    ];
    for (const give of first) {
      const fault = give();
      if (fault !== null) return fault;
    }
    return null;
  }

  #newOf<Item>({ what, size, item }: List<Item>): Item[] {
    const items: Item[] = [];
    for (let number = this.#known.get(what) ?? 0; number < size(); number++) {
      items.push(item(number));
    }
    this.#known.set(what, size());
    return items;
  }

  #newSteps(memo: MachineMemo, index: number): NumberedStep[] {
    const what = `steps ${index}`;
    const steps = [...memo.steps()];
    const known = this.#known.get(what) ?? 0;
    this.#known.set(what, steps.length);
    return steps.slice(known).map(([key, { local }]) => [key, local]);
  }

  #give<Item>({ what, number, size }: List<Item>, items: readonly Item[]): string | null {
    let expected = this.#known.get(what) ?? 0;
    for (const item of items) {
      const given = number(item);
      if (given !== expected) return `of ${what} number ${expected} came out as ${given}`;
      expected++;
    }
    this.#known.set(what, expected);
    return size() > expected ? `there are ${size()} ${what} instead of ${expected}` : null;
  }

  #retake(memo: MachineMemo, index: number, steps: readonly NumberedStep[]): string | null {
    const what = `steps ${index}`;
    this.#known.set(what, (this.#known.get(what) ?? 0) + steps.length);
    const isSame = steps.every(([key, local]) => memo.retake(key).local === local);
    return isSame ? null : `the machine '${memo.chart.machine.id}' steps otherwise than it did`;
  }

  #envelopes(): List<Numbered['envelopes'][number]> {
    const { envelopes } = this.#world;
    return {
      what: 'messages',
      size: () => envelopes.size,
      item: (number) => {
        const { from, to, message } = envelopes.item(number).envelope;
        return { from, to: { ...to }, message: { ...message } };
      },
      number: (envelope) => envelopes.number(deepFreeze(envelope)),
    };
  }

  #states(host: number): List<NumberedState> {
    const { id, memo } = this.#world.host(host);
    const { states } = memo;
    return {
      what: `states of ${id}`,
      size: () => states.size,
      item: (number) => stateOf(states, number),
      number: (state) => states.restored(shapeOf(state), state.before),
    };
  }

  #inboxes(host: number): List<number[]> {
    const { id, stations } = this.#world.host(host);
    const { inboxes } = stations;
    return {
      what: `inboxes of ${id}`,
      size: () => inboxes.size,
      item: (number) => inboxes.list(number),
      number: (list) => inboxes.number(list),
    };
  }

  #stations(host: number): List<[number, number]> {
    const { id, stations } = this.#world.host(host);
    return {
      what: `stations of ${id}`,
      size: () => stations.size,
      item: (number) => [stations.stateOf(number), stations.inboxOf(number)],
      number: ([state, inbox]) => stations.number(state, inbox),
    };
  }

  #parcels(host: number): List<number[]> {
    const { id, stations } = this.#world.host(host);
    return {
      what: `parcels to ${id}`,
      size: () => stations.parcelCount,
      item: (number) => stations.envelopesOf(number),
      number: (list) => stations.parcel(list),
    };
  }

  #logs(): List<Numbered['logs'][number]> {
    const { logs } = this.#world;
    return {
      what: 'logs',
      size: () => logs.size,
      item: (number) => logs.item(number).map((event) => ({ ...event })),
      number: (events) => logs.number(deepFreeze(events)),
    };
  }

  #environments(): List<Numbered['environments'][number]> {
    const { environments } = this.#world;
    return {
      what: 'environments',
      size: () => environments.size,
      item: (number) => {
        const { used, partition } = environments.item(number);
        return { used: [...used], partition };
      },
      number: (environment) => environments.number(environment),
    };
  }
}

/** All machines of a world, each once: those of hosts, then the monitors'. */
function machinesOf({ hosts, monitors }: World): readonly MachineMemo[] {
  const ofHosts = hosts.flatMap(({ memo }) => memo.states.slots.map((slot) => slot.memo));
  return [...new Set([...ofHosts, ...monitors.map(({ memo }) => memo)])];
}

type NumberedStep = Numbered['machines'][number]['steps'][number];
type NumberedLocal = Numbered['machines'][number]['locals'][number];

function localsOf(memo: MachineMemo, index: number): List<NumberedLocal> {
  return {
    what: `local states of ${memo.chart.machine.id} (machine ${index})`,
    size: () => memo.locals.size,
    item: (number) => {
      const { value, context, final, timers } = memo.locals.item(number);
      return { value, context, final, timers: [...timers] };
    },
    number: (local) => memo.number(deepFreeze(local)),
  };
}

function stateOf(states: HostStates, number: number): NumberedState {
  const shape = states.shape(number);
  const before = states.before(number);
  return shape.up
    ? { up: true, slots: shape.slots.map((slot) => [...slot]), before }
    : { up: false, disks: shape.disks.map((slot) => [...slot]), before };
}

function shapeOf(state: NumberedState): HostShape {
  return state.up
    ? { up: true, slots: state.slots.map((slot) => new Map(slot)) }
    : { up: false, disks: state.disks.map((slot) => new Map(deepFreeze(slot))) };
}
