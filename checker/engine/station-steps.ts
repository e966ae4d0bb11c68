/** All that can happen at one station, or in one environment, in the order of actions (R5 to R10). */

import type { Message } from '../machine/local.ts';
import { isFault, labelOf } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import { budgetOf } from '../system/system.ts';
import type { HostOutcome } from './host-step.ts';
import type { Movable } from './inboxes.ts';
import { observedAt } from './monitors.ts';
import type { Parcel, World, WorldHost } from './world.ts';

/** What a step changes. */
export interface Effects {
  /** The next station; of a step of the environment, the next environment. */
  readonly next: number;
  readonly sends: readonly Parcel[];
  readonly log: number;
  readonly taken: readonly string[];
}

/** A step that budgets and partitions may still forbid. */
export interface Step {
  readonly action: Action;
  /** Its label, see `labelOf`. */
  readonly name: string;
  readonly isFault: boolean;
  /** The budget that it uses, see `Environments.labels`; -1 where that is unlimited. */
  readonly label: number;
  /** The host that must reach this one; -1 where none must. */
  readonly sender: number;
  /**
   * What it changes; null where it is no step after all, since nothing handles its event. To be asked
   * only where it is allowed: nothing may be computed that can't happen.
   */
  readonly effects: () => Effects | null;
}

interface Happening {
  readonly next: number;
  readonly outcome?: HostOutcome;
  /** What the monitors are told before what the hosts observe. */
  readonly told?: Message;
}

interface Candidate {
  readonly action: Action;
  readonly label: string;
  readonly sender?: number;
  readonly happen: () => Happening | null;
}

/** The steps of one host's stations. */
export class StationSteps {
  readonly #world: World;
  readonly #index: number;
  readonly #host: WorldHost;
  readonly #boots: Readonly<Record<'crash' | 'restart' | 'amnesia', Action>>;
  /** What an outcome sends and tells the monitors, worked out once. */
  readonly #brought = new Map<HostOutcome, Omit<Effects, 'next'>>();

  constructor(world: World, index: number) {
    this.#world = world;
    this.#index = index;
    this.#host = world.host(index);
    const { id } = this.#host;
    this.#boots = {
      crash: Object.freeze({ kind: 'crash', host: id }),
      restart: Object.freeze({ kind: 'restart', host: id }),
      amnesia: Object.freeze({ kind: 'amnesia', host: id }),
    };
  }

  /**
   * What can happen at a station as far as budgets and partitions allow it, in the order that
   * `byAction` defines.
   */
  at(station: number): readonly Step[] {
    const { stations } = this.#host;
    const isUp = stations.states.isUp(stations.stateOf(station));
    const candidates = [
      ...(isUp ? this.#whileUp(station) : this.#restart(station)),
      ...this.#drops(station),
      ...this.#duplicates(station),
      ...(isUp ? this.#crash(station) : this.#amnesia(station)),
    ];
    return candidates
      .filter(({ label }) => budgetOf(this.#world.loaded.system, label) !== 0)
      .map((candidate) => this.#step(candidate));
  }

  #whileUp(station: number): readonly Candidate[] {
    const { memo, stations } = this.#host;
    const inbox = stations.inboxOf(station);
    const deliveries = stations.inboxes
      .movable(inbox)
      .map((movable) => this.#delivery(station, movable));
    const spontaneous = memo.spontaneous(stations.stateOf(station)).map(
      ({ action, label, outcome }): Candidate => ({
        action,
        label,
        happen: () => this.#handled(inbox, outcome()),
      }),
    );
    return [...deliveries, ...spontaneous];
  }

  #delivery(station: number, { at, envelope, posted }: Movable): Candidate {
    const { memo, stations } = this.#host;
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    const isSet = posted.channel === 'duplicating';
    const happen = (): Happening | null => {
      const left = isSet ? inbox : stations.inboxes.without(inbox, at);
      const outcome = memo.given(state, envelope, posted.envelope);
      if (outcome.handled) return { next: stations.number(outcome.next, left), outcome };
      if (isSet || this.#world.loaded.system.unhandled === 'kept') return null;
      return { next: stations.number(state, left) };
    };
    return { action: posted.deliver, label: 'deliver', sender: posted.sender, happen };
  }

  #handled(inbox: number, outcome: HostOutcome): Happening | null {
    if (!outcome.handled) return null;
    return { next: this.#host.stations.number(outcome.next, inbox), outcome };
  }

  #crash(station: number): readonly Candidate[] {
    const { id, stations } = this.#host;
    if (!this.#world.loaded.system.crashable.includes(id)) return [];
    const happen = (): Happening => {
      const down = stations.states.crashed(stations.stateOf(station));
      const next = stations.number(down, stations.inboxOf(station));
      return { next, told: about('@crash', id) };
    };
    return [{ action: this.#boots.crash, label: 'crash', happen }];
  }

  #restart(station: number): readonly Candidate[] {
    return [this.#boot('restart', station, this.#host.stations.stateOf(station))];
  }

  #amnesia(station: number): readonly Candidate[] {
    return [this.#boot('amnesia', station, null)];
  }

  #boot(label: 'restart' | 'amnesia', station: number, disks: number | null): Candidate {
    const { id, memo, stations } = this.#host;
    const happen = (): Happening => {
      const outcome = memo.booted(disks);
      const next = stations.number(outcome.next, stations.inboxOf(station));
      return { next, outcome, told: about(`@${label}`, id) };
    };
    return { action: this.#boots[label], label, happen };
  }

  #drops(station: number): readonly Candidate[] {
    const { inboxes } = this.#host.stations;
    return this.#loose(station).map(({ at, posted }) => ({
      action: posted.drop,
      label: 'drop',
      happen: () => this.#tampered(station, (inbox) => inboxes.without(inbox, at)),
    }));
  }

  #duplicates(station: number): readonly Candidate[] {
    const { inboxes } = this.#host.stations;
    return this.#loose(station).map(({ at, posted }) => ({
      action: posted.duplicate,
      label: 'duplicate',
      happen: () => this.#tampered(station, (inbox) => inboxes.doubled(inbox, at)),
    }));
  }

  /** What may be dropped or duplicated; nothing in a set. */
  #loose(station: number): readonly Movable[] {
    const { stations } = this.#host;
    return stations.inboxes
      .movable(stations.inboxOf(station))
      .filter(({ posted }) => posted.channel !== 'duplicating');
  }

  #tampered(station: number, change: (inbox: number) => number): Happening {
    const { stations } = this.#host;
    const inbox = change(stations.inboxOf(station));
    return { next: stations.number(stations.stateOf(station), inbox) };
  }

  #step({ action, label, sender = -1, happen }: Candidate): Step {
    const { environments, loaded } = this.#world;
    return {
      action,
      name: label,
      isFault: isFault(action, loaded.system.faultInputs),
      label: environments.labelNumber(label),
      sender: loaded.system.partitions.length === 0 ? -1 : sender,
      effects: () => {
        const happening = happen();
        return happening === null ? null : this.#effects(happening);
      },
    };
  }

  #effects({ next, outcome, told }: Happening): Effects {
    if (outcome === undefined) return { next, sends: [], taken: [], log: this.#log(told, []) };
    const known = told === undefined ? this.#brought.get(outcome) : undefined;
    if (known !== undefined) return { next, ...known };
    const brought = {
      sends: this.#world.parcels(this.#index, outcome.sends),
      taken: outcome.taken,
      log: this.#log(told, outcome.observed),
    };
    if (told === undefined) this.#brought.set(outcome, brought);
    return { next, ...brought };
  }

  #log(told: Message | undefined, events: readonly Message[]): number {
    const { logs, monitors } = this.#world;
    if (monitors.length === 0 || (told === undefined && events.length === 0)) return 0;
    const observed = observedAt(this.#host.id, events);
    return logs.number(told === undefined ? observed : [told, ...observed]);
  }
}

/** What can happen in an environment: a heal, or partitions. */
export function environmentSteps(world: World, environment: number): readonly Step[] {
  const { environments, loaded, logs } = world;
  const { system } = loaded;
  const { partition } = environments.item(environment);
  const actions: readonly Action[] =
    partition === null
      ? system.partitions.map((_, grouping) => ({ kind: 'partition', grouping }))
      : [{ kind: 'heal' }];
  return actions.flatMap((action): readonly Step[] => {
    const label = labelOf(action);
    const spent = environments.spent(environment, environments.labelNumber(label));
    if (budgetOf(system, label) === 0 || spent < 0) return [];
    const grouping = action.kind === 'partition' ? action.grouping : null;
    const next = environments.number({ ...environments.item(spent), partition: grouping });
    const told: Message & { readonly grouping?: number } =
      grouping === null ? { type: '@heal' } : { type: '@partition', grouping };
    const log = world.monitors.length === 0 ? 0 : logs.number([told]);
    return [
      {
        action: Object.freeze(action),
        name: label,
        isFault: isFault(action, system.faultInputs),
        label: -1,
        sender: -1,
        effects: () => ({ next, sends: [], log, taken: [] }),
      },
    ];
  });
}

function about(type: string, host: string): Message & { readonly host: string } {
  return { type, host };
}
