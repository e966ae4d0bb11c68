/** All that can happen at one station, or in one environment, in the order of actions (R5 to R10). */

import { canonical } from '../json.ts';
import type { Message } from '../machine/local.ts';
import { byAction, isFault, labelOf, messageJson } from '../state/action.ts';
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
  /** Events for the monitors that precede what the hosts observe. */
  readonly told?: Message;
}

interface Candidate {
  readonly action: Action;
  readonly sender?: number;
  readonly happen: () => Happening | null;
}

/** The steps of one host's stations. */
export class StationSteps {
  readonly #world: World;
  readonly #index: number;
  readonly #host: WorldHost;
  readonly #order: (left: Action, right: Action) => number;

  constructor(world: World, index: number) {
    this.#world = world;
    this.#index = index;
    this.#host = world.host(index);
    this.#order = byAction(world.hosts.map(({ id }) => id));
  }

  /** What can happen at a station as far as budgets and partitions allow it. */
  at(station: number): readonly Step[] {
    const { stations } = this.#host;
    const isUp = stations.states.isUp(stations.stateOf(station));
    const candidates = [
      ...(isUp ? this.#whileUp(station) : this.#whileDown(station)),
      ...this.#tamperings(station),
    ];
    return candidates
      .filter(({ action }) => budgetOf(this.#world.loaded.system, labelOf(action)) !== 0)
      .toSorted((one, other) => this.#order(one.action, other.action))
      .map((candidate) => this.#step(candidate));
  }

  #whileUp(station: number): readonly Candidate[] {
    const { memo, stations } = this.#host;
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    const deliveries = stations.inboxes
      .movable(inbox)
      .map((movable) => this.#delivery(station, movable));
    const timers = memo.timers(state).map((timer): Candidate => {
      const { at, delay, state: armedBy } = timer;
      return {
        action: { kind: 'timer', at, delay, state: armedBy },
        happen: () => this.#handled(inbox, memo.fired(state, timer)),
      };
    });
    const inputs = memo.inputs(state).map(
      (message): Candidate => ({
        action: { kind: 'input', host: this.#host.id, event: message },
        happen: () => {
          const name = `i${canonical(messageJson(message))}`;
          return this.#handled(inbox, memo.given(state, memo.addressed(message), name));
        },
      }),
    );
    return [...deliveries, ...timers, ...inputs, ...this.#crash(station)];
  }

  #delivery(station: number, { at, envelope, posted }: Movable): Candidate {
    const { memo, stations } = this.#host;
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    const isSet = posted.channel === 'duplicating';
    const happen = (): Happening | null => {
      const left = isSet ? inbox : stations.inboxes.without(inbox, at);
      const outcome = memo.given(state, posted.envelope, `e${envelope}`);
      if (outcome.handled) return { next: stations.number(outcome.next, left), outcome };
      if (isSet || this.#world.loaded.system.unhandled === 'kept') return null;
      return { next: stations.number(state, left) };
    };
    return { action: { kind: 'deliver', ...posted.envelope }, sender: posted.sender, happen };
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
    return [{ action: { kind: 'crash', host: id }, happen }];
  }

  #whileDown(station: number): readonly Candidate[] {
    const { id, memo, stations } = this.#host;
    const inbox = stations.inboxOf(station);
    const boot = (kind: 'restart' | 'amnesia', disks: number | null): Candidate => ({
      action: { kind, host: id },
      happen: () => {
        const outcome = memo.booted(disks);
        const next = stations.number(outcome.next, inbox);
        return { next, outcome, told: about(`@${kind}`, id) };
      },
    });
    return [boot('restart', stations.stateOf(station)), boot('amnesia', null)];
  }

  /** Drops and duplicates, which a set has none of. */
  #tamperings(station: number): readonly Candidate[] {
    const { stations } = this.#host;
    const { inboxes } = stations;
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    return inboxes
      .movable(inbox)
      .filter(({ posted }) => posted.channel !== 'duplicating')
      .flatMap(({ at, posted: { envelope } }): readonly Candidate[] => [
        {
          action: { kind: 'drop', ...envelope },
          happen: () => ({ next: stations.number(state, inboxes.without(inbox, at)) }),
        },
        {
          action: { kind: 'duplicate', ...envelope },
          happen: () => ({ next: stations.number(state, inboxes.doubled(inbox, at)) }),
        },
      ]);
  }

  #step({ action, sender = -1, happen }: Candidate): Step {
    const { environments, loaded } = this.#world;
    return {
      action: Object.freeze(action),
      isFault: isFault(action, loaded.system.faultInputs),
      label: environments.labelNumber(labelOf(action)),
      sender: loaded.system.partitions.length === 0 ? -1 : sender,
      effects: () => {
        const happening = happen();
        return happening === null ? null : this.#effects(happening);
      },
    };
  }

  #effects({ next, outcome, told }: Happening): Effects {
    const { logs, monitors } = this.#world;
    const observed = observedAt(this.#host.id, outcome?.observed ?? []);
    const events = told === undefined ? observed : [told, ...observed];
    return {
      next,
      sends: this.#world.parcels(this.#index, outcome?.sends ?? []),
      log: monitors.length === 0 ? 0 : logs.number(events),
      taken: outcome?.taken ?? [],
    };
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
