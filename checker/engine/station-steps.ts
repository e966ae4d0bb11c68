/** All that can happen at one station, in the order of actions (R5 to R10). */

import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { budgetOf, isFaultLabel } from '../system/system.ts';
import type { Posted } from './envelopes.ts';
import type { HostOutcome } from './host-step.ts';
import { observedAt } from './monitors.ts';
import type { Brought, Kind, Step } from './step.types.ts';
import type { World, WorldHost } from './world.ts';

/** What is done to messages, which no host notices. */
const unnoticed: Brought = { state: -1, sends: [], log: 0, taken: [] };

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
  /** By the number of an outcome in the host's memo, what its delivery brings about. */
  readonly #delivered: (Brought | null | undefined)[] = [];

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
    const posted = envelopes.item(envelope);
    const { stations } = this.#host;
    const isSet = posted.channel === 'duplicating';
    const kind = this.#kind('deliver');
    const step = kind && {
      action: posted.deliver,
      kind,
      sender: loaded.system.partitions.length > 0 ? posted.sender : -1,
      brings: (state: number) => this.#given(state, envelope, posted),
      leadsTo: (station: number, { state }: Brought) => {
        const inbox = stations.inboxOf(station);
        return stations.number(state, isSet ? inbox : stations.inboxes.without(inbox, envelope));
      },
    };
    this.#deliveries[envelope] = step;
    return step;
  }

  #given(state: number, envelope: number, posted: Posted): Brought | null {
    const number = this.#host.memo.given(state, envelope, posted.envelope);
    const known = this.#delivered[number];
    if (known !== undefined) return known;
    const brought = this.#handed(state, this.#host.memo.outcome(number), posted);
    this.#delivered[number] = brought;
    return brought;
  }

  #handed(state: number, outcome: HostOutcome, { channel }: Posted): Brought | null {
    if (outcome.handled) return this.#brought('deliver', outcome);
    const isKept = channel === 'duplicating' || this.#world.loaded.system.unhandled === 'kept';
    if (isKept) return this.#refused(outcome);
    return this.#noted('deliver', { state, sends: [], log: 0, taken: outcome.taken });
  }

  #spontaneousIn(state: number): readonly Step[] {
    const known = this.#spontaneous[state];
    if (known !== undefined) return known;
    const steps: Step[] = [];
    for (const { action, label, outcome } of this.#host.memo.spontaneous(state)) {
      const kind = this.#kind(label);
      const brings = once((): Brought | null => {
        const found = outcome();
        return found.handled ? this.#brought(label, found) : this.#refused(found);
      });
      if (kind !== null) steps.push({ action, kind, sender: -1, brings, leadsTo: this.#stays });
    }
    this.#spontaneous[state] = steps;
    return steps;
  }

  /** Where a step leads that leaves the inbox as it is. */
  readonly #stays = (station: number, { state }: Brought): number => {
    const { stations } = this.#host;
    return stations.number(state, stations.inboxOf(station));
  };

  /** What was on offer and is no step: the guards that refused it were asked all the same. */
  #refused({ taken }: HostOutcome): null {
    for (const name of taken) this.#world.taken.add(name);
    return null;
  }

  #crashing(): Step | null {
    const { id, stations } = this.#host;
    const kind = this.#kind('crash');
    if (kind === null || !this.#world.loaded.system.crashable.includes(id)) return null;
    const brings = byState((state) => {
      const log = this.#log([about('@crash', id)]);
      const down = stations.states.crashed(state);
      return this.#noted('crash', { state: down, sends: [], log, taken: [] });
    });
    const action: Action = Object.freeze({ kind: 'crash', host: id });
    return { action, kind, sender: -1, brings, leadsTo: this.#stays };
  }

  #booting(label: 'restart' | 'amnesia'): Step | null {
    const { id, memo } = this.#host;
    const kind = this.#kind(label);
    if (kind === null) return null;
    const brings = byState((down) => {
      const { next, sends, observed, taken } = memo.booted(label === 'restart' ? down : null);
      const told = [about(`@${label}`, id), ...observedAt(id, observed)];
      const parcels = this.#world.parcels(this.#index, sends);
      return this.#noted(label, { state: next, sends: parcels, log: this.#log(told), taken });
    });
    const action: Action = Object.freeze({ kind: label, host: id });
    return { action, kind, sender: -1, brings, leadsTo: this.#stays };
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
    const step = kind && {
      action: posted[label],
      kind,
      sender: -1,
      brings: () => this.#noted(label, unnoticed),
      leadsTo: (station: number) => {
        const inbox = stations.inboxOf(station);
        const changed =
          label === 'drop' ? inboxes.without(inbox, envelope) : inboxes.doubled(inbox, envelope);
        return stations.number(stations.stateOf(station), changed);
      },
    };
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

  /** What a handled outcome brings about. */
  #brought(label: string, { next, sends, observed, taken }: HostOutcome): Brought {
    const log = this.#log(observedAt(this.#host.id, observed));
    const parcels = this.#world.parcels(this.#index, sends);
    return this.#noted(label, { state: next, sends: parcels, log, taken });
  }

  /** Notes that such a step can happen. */
  #noted(label: string, brought: Brought): Brought {
    this.#world.happened.add(label);
    for (const name of brought.taken) this.#world.taken.add(name);
    return brought;
  }

  #log(events: readonly Message[]): number {
    return this.#world.monitors.length === 0 ? 0 : this.#world.logs.number(events);
  }
}

/** Works out once for each state what a step brings about in it. */
function byState(bring: (state: number) => Brought): Step['brings'] {
  const known: (Brought | undefined)[] = [];
  return (state) => (known[state] ??= bring(state));
}

/** Works out once what a step brings about. */
function once(bring: () => Brought | null): Step['brings'] {
  let known: Brought | null | undefined;
  return () => {
    if (known === undefined) known = bring();
    return known;
  };
}

function push(steps: Step[], step: Step | null): void {
  if (step !== null) steps.push(step);
}

function about(type: string, host: string): Message & { readonly host: string } {
  return { type, host };
}
