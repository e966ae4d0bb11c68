/** All that can happen at one station, or in one environment, in the order of actions (R5 to R10). */

import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { isFault } from '../state/action.ts';
import { budgetOf, isFaultLabel } from '../system/system.ts';
import type { HostOutcome } from './host-step.ts';
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

/** What is known of all steps with one label. */
export interface Kind {
  /** See `labelOf`. */
  readonly name: string;
  readonly isFault: boolean;
  /** The budget that they use, see `Environments.labels`; -1 where that is unlimited. */
  readonly label: number;
}

/** A step that budgets and partitions may still forbid; the same object at every station that has it. */
export interface Step {
  readonly action: Action;
  readonly kind: Kind;
  /** The host that must reach this one; -1 where none must. */
  readonly sender: number;
  /**
   * What it changes at a station (or environment); null where it is no step after all, since nothing
   * handles its event. To be asked only where it is allowed: nothing may be computed that can't happen.
   */
  readonly effects: (station: number) => Effects | null;
}

/** What an outcome is to the whole system: all but where it leads, which the inbox decides as well. */
type Brought = Omit<Effects, 'next'>;

/** What can be done to an envelope, by its number; null where it can't be. */
type ByEnvelope = (Step | null | undefined)[];

/** The steps of one host's stations. */
export class StationSteps {
  readonly #world: World;
  readonly #index: number;
  readonly #host: WorldHost;
  readonly #kinds = new Map<string, Kind | null>();
  readonly #deliveries: ByEnvelope = [];
  readonly #drops: ByEnvelope = [];
  readonly #duplicates: ByEnvelope = [];
  /** By host state, what an up host may do without a message. */
  readonly #spontaneous: (readonly Step[] | undefined)[] = [];
  readonly #crash: Step | null;
  readonly #restart: Step | null;
  readonly #amnesia: Step | null;
  /** What an outcome sends and tells the monitors, worked out once. */
  readonly #outcomes = new Map<HostOutcome, Brought>();

  constructor(world: World, index: number) {
    this.#world = world;
    this.#index = index;
    this.#host = world.host(index);
    this.#crash = this.#crashing();
    this.#restart = this.#booting('restart');
    this.#amnesia = this.#booting('amnesia');
  }

  /**
   * What can happen at a station as far as budgets and partitions allow it, in the order that
   * `byAction` defines.
   */
  at(station: number): readonly Step[] {
    const { stations } = this.#host;
    const state = stations.stateOf(station);
    const movable = stations.inboxes.movable(stations.inboxOf(station));
    const isUp = stations.states.isUp(state);
    const steps: Step[] = [];
    if (isUp) {
      for (const envelope of movable) push(steps, this.#delivery(envelope));
      for (const step of this.#spontaneousIn(state)) steps.push(step);
    } else push(steps, this.#restart);
    this.#tamper('drop', movable, steps);
    this.#tamper('duplicate', movable, steps);
    push(steps, isUp ? this.#crash : this.#amnesia);
    return steps;
  }

  #delivery(envelope: number): Step | null {
    const known = this.#deliveries[envelope];
    if (known !== undefined) return known;
    const { envelopes, loaded } = this.#world;
    const { deliver: action, sender } = envelopes.item(envelope);
    const kind = this.#kind('deliver');
    const step = kind && {
      action,
      kind,
      sender: loaded.system.partitions.length > 0 ? sender : -1,
      effects: (station: number) => this.#delivered(station, envelope),
    };
    this.#deliveries[envelope] = step;
    return step;
  }

  #delivered(station: number, envelope: number): Effects | null {
    const { memo, stations } = this.#host;
    const posted = this.#world.envelopes.item(envelope);
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    const isSet = posted.channel === 'duplicating';
    const outcome = memo.given(state, envelope, posted.envelope);
    if (outcome.handled) {
      const left = isSet ? inbox : stations.inboxes.without(inbox, envelope);
      return this.#brought(stations.number(outcome.next, left), outcome);
    }
    if (isSet || this.#world.loaded.system.unhandled === 'kept') return this.#refused(outcome);
    const next = stations.number(state, stations.inboxes.without(inbox, envelope));
    return { next, sends: [], log: 0, taken: outcome.taken };
  }

  #spontaneousIn(state: number): readonly Step[] {
    const known = this.#spontaneous[state];
    if (known !== undefined) return known;
    const { memo, stations } = this.#host;
    const steps: Step[] = [];
    for (const { action, label, outcome } of memo.spontaneous(state)) {
      const kind = this.#kind(label);
      const effects = (station: number): Effects | null => {
        const found = outcome();
        if (!found.handled) return this.#refused(found);
        return this.#brought(stations.number(found.next, stations.inboxOf(station)), found);
      };
      if (kind !== null) steps.push({ action, kind, sender: -1, effects });
    }
    this.#spontaneous[state] = steps;
    return steps;
  }

  /** What was on offer and is no step: the guards that refused it were asked all the same. */
  #refused({ taken }: HostOutcome): null {
    for (const name of taken) this.#world.taken.add(name);
    return null;
  }

  #crashing(): Step | null {
    const { id, stations } = this.#host;
    const kind = this.#kind('crash');
    if (kind === null || !this.#world.loaded.system.crashable.includes(id)) return null;
    const effects = (station: number): Effects => {
      const down = stations.states.crashed(stations.stateOf(station));
      const next = stations.number(down, stations.inboxOf(station));
      return { next, sends: [], log: this.#log([about('@crash', id)]), taken: [] };
    };
    return { action: Object.freeze({ kind: 'crash', host: id }), kind, sender: -1, effects };
  }

  #booting(label: 'restart' | 'amnesia'): Step | null {
    const { id, memo, stations } = this.#host;
    const kind = this.#kind(label);
    if (kind === null) return null;
    const effects = (station: number): Effects => {
      const down = stations.stateOf(station);
      const { next, sends, observed, taken } = memo.booted(label === 'restart' ? down : null);
      return {
        next: stations.number(next, stations.inboxOf(station)),
        sends: this.#world.parcels(this.#index, sends),
        log: this.#log([about(`@${label}`, id), ...observedAt(id, observed)]),
        taken,
      };
    };
    return { action: Object.freeze({ kind: label, host: id }), kind, sender: -1, effects };
  }

  #tamper(label: 'drop' | 'duplicate', movable: readonly number[], steps: Step[]): void {
    if (this.#kind(label) === null) return;
    for (const envelope of movable) push(steps, this.#tampering(label, envelope));
  }

  /** What the network may do to a message; nothing to one in a set. */
  #tampering(label: 'drop' | 'duplicate', envelope: number): Step | null {
    const table = label === 'drop' ? this.#drops : this.#duplicates;
    const known = table[envelope];
    if (known !== undefined) return known;
    const posted = this.#world.envelopes.item(envelope);
    const kind = posted.channel === 'duplicating' ? null : this.#kind(label);
    const { stations } = this.#host;
    const { inboxes } = stations;
    const effects = (station: number): Effects => {
      const inbox = stations.inboxOf(station);
      const changed =
        label === 'drop' ? inboxes.without(inbox, envelope) : inboxes.doubled(inbox, envelope);
      const next = stations.number(stations.stateOf(station), changed);
      return { next, sends: [], log: 0, taken: [] };
    };
    const step = kind && { action: posted[label], kind, sender: -1, effects };
    table[envelope] = step;
    return step;
  }

  /** What is known of a label; null where no budget ever allows it. */
  #kind(name: string): Kind | null {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const { environments, loaded } = this.#world;
    const kind =
      budgetOf(loaded.system, name) === 0
        ? null
        : {
            name,
            isFault: isFaultLabel(loaded.system, name),
            label: environments.labelNumber(name),
          };
    this.#kinds.set(name, kind);
    return kind;
  }

  /** The effects of an outcome that leads to a station. */
  #brought(next: number, outcome: HostOutcome): Effects {
    let known = this.#outcomes.get(outcome);
    if (known === undefined) {
      known = {
        sends: this.#world.parcels(this.#index, outcome.sends),
        log: this.#log(observedAt(this.#host.id, outcome.observed)),
        taken: outcome.taken,
      };
      this.#outcomes.set(outcome, known);
    }
    return { next, sends: known.sends, log: known.log, taken: known.taken };
  }

  #log(events: readonly Message[]): number {
    return this.#world.monitors.length === 0 ? 0 : this.#world.logs.number(events);
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
    const { kind: name } = action;
    const spent = environments.spent(environment, environments.labelNumber(name));
    if (budgetOf(system, name) === 0 || spent < 0) return [];
    const grouping = action.kind === 'partition' ? action.grouping : null;
    const next = environments.number({ ...environments.item(spent), partition: grouping });
    const told: Message & { readonly grouping?: number } =
      grouping === null ? { type: '@heal' } : { type: '@partition', grouping };
    const log = world.monitors.length === 0 ? 0 : logs.number([told]);
    return [
      {
        action: Object.freeze(action),
        kind: { name, isFault: isFault(action, system.faultInputs), label: -1 },
        sender: -1,
        effects: () => ({ next, sends: [], log, taken: [] }),
      },
    ];
  });
}

function push(steps: Step[], step: Step | null): void {
  if (step !== null) steps.push(step);
}

function about(type: string, host: string): Message & { readonly host: string } {
  return { type, host };
}
