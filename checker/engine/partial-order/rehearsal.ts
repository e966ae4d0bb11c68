/**
 * A second world, in which steps are tried that may never happen: what it computes leaves no mark on
 * the numbers, the coverage or the findings of the search itself. Its steps are known by the numbers of
 * their actions, which both worlds share.
 */

import { BrokenModel } from '../../broken-model.ts';
import type { Action } from '../../state/action.ts';
import type { Exchange } from '../../system/exchange.ts';
import { PairTable } from '../pair-table.ts';
import { StationSteps } from '../station-steps.ts';
import type { Step } from '../step.types.ts';
import type { World } from '../world.ts';
import type { ActionNumbers } from './action-numbers.ts';
import type { OnStep } from './local-steps.ts';
import { LocalSteps } from './local-steps.ts';
import { Sendings } from './sendings.ts';
import { Translation } from './translation.ts';

/** A step of a station, budgets and partitions aside. */
export interface Rehearsed {
  readonly action: number;
  readonly isFault: boolean;
  /** The budget that it uses; -1 where that is unlimited. */
  readonly label: number;
  /** Whether a partition decides if it is allowed. */
  readonly needsReach: boolean;
  /** The number of the envelope that it delivers; -1 where it is no delivery. */
  readonly delivers: number;
  readonly next: number;
  /** What it sends, by number. */
  readonly sends: number;
  readonly log: number;
  /** Whether the model is broken here, if this ever happens; nothing else is known of it then. */
  readonly isBroken: boolean;
}

/** A station, and the state of the host there. */
interface Place {
  readonly station: number;
  readonly state: number;
}

const none: readonly Rehearsed[] = [];
/** What is only thought of may have no end: so many steps are tried at most, more as more stations are met. */
const mostTried = 20_000;
const mostTriedPerMet = 20;

/** The second world and its steps. */
export class Rehearsal {
  readonly world: World;
  readonly sendings: Sendings;
  readonly #actions: ActionNumbers;
  readonly #translation: Translation;
  readonly #localSteps: LocalSteps;
  readonly #stationSteps: readonly StationSteps[];
  readonly #known: (readonly Rehearsed[] | undefined)[][];
  /** Per host, by envelope and state, the station with nothing else in its inbox. */
  readonly #alone: readonly PairTable[];
  /** Per envelope, the parcel that holds nothing else; per action, the envelope that it delivers. */
  readonly #parcels: number[] = [];
  readonly #delivers: number[] = [];
  /** Whether steps may be tried that the search didn't come upon, and how many were. */
  #isCurious = true;
  #attempts = 0;
  #met = 0;

  /** `exchanges` are those under which whatever one host does another does as well. */
  constructor(
    real: World,
    terms: { readonly actions: ActionNumbers; readonly exchanges: readonly Exchange[] },
    onStep: OnStep,
  ) {
    this.world = real.twin();
    this.sendings = new Sendings(this.world);
    this.#actions = terms.actions;
    this.#translation = new Translation(real, this.world);
    this.#localSteps = new LocalSteps(this, terms, onStep);
    this.#stationSteps = real.hosts.map((_, host) => new StationSteps(this.world, host));
    this.#known = real.hosts.map(() => []);
    this.#alone = real.hosts.map(() => new PairTable());
  }

  /** The station of the second world that a real one is. */
  station(host: number, real: number): number {
    return this.#translation.station(host, real);
  }

  /** Whether the steps of a station are known, or may still be tried. */
  knows(host: number, station: number): boolean {
    return (
      this.#isCurious || this.#known[host]?.[station] !== undefined || !this.#isNew(host, station)
    );
  }

  /** Tries nothing any more but what the search itself comes upon. */
  settleDown(): void {
    this.#isCurious = false;
  }

  /** All steps of a station, in the order of actions; none where they may not be tried. */
  steps(host: number, station: number): readonly Rehearsed[] {
    const known = this.#known[host]?.[station];
    if (known !== undefined) return known;
    if (!this.#isCurious && this.#isNew(host, station)) return none;
    const steps = this.#learnt(host, station);
    if (this.#attempts > mostTried + mostTriedPerMet * this.#met) this.#isCurious = false;
    return steps;
  }

  /** The same of a station that the search came upon. */
  met(host: number, station: number): readonly Rehearsed[] {
    const known = this.#known[host]?.[station];
    if (known !== undefined) return known;
    this.#met++;
    const before = this.#attempts;
    const steps = this.#learnt(host, station);
    this.#attempts = before;
    return steps;
  }

  /** Whether some step of a station's was never tried in its state. */
  #isNew(host: number, station: number): boolean {
    const state = this.world.host(host).stations.stateOf(station);
    const steps = this.#stationSteps[host]?.at(station) ?? [];
    return steps.some(
      ({ action }) => !this.#localSteps.knows(host, state, this.#actions.number(action)),
    );
  }

  #learnt(host: number, station: number): readonly Rehearsed[] {
    const { stations } = this.world.host(host);
    const from = stations.stateOf(station);
    const steps: Rehearsed[] = [];
    for (const step of this.#stationSteps[host]?.at(station) ?? []) {
      const action = this.#actions.number(step.action);
      const tried = this.#tried(step, action, { station, state: from });
      if (tried !== null) steps.push(tried);
      if (this.#localSteps.knows(host, from, action)) continue;
      this.#attempts++;
      const leadsOn = tried !== null && !tried.isBroken;
      this.#localSteps.note(
        action,
        leadsOn
          ? { host, from, ...tried, to: stations.stateOf(tried.next) }
          : { host, from, to: null },
      );
    }
    const table = this.#known[host];
    if (table !== undefined) table[station] = steps;
    return steps;
  }

  /** The step of a station with an action; null where that can't happen there. */
  find(host: number, station: number, action: number): Rehearsed | null {
    const steps = this.steps(host, station);
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step !== undefined && step.action === action) return step;
    }
    return null;
  }

  /** What a step is in a state with nothing in the inbox but what it delivers; null where it can't happen. */
  alone(host: number, state: number, { delivers, action }: Rehearsed): Rehearsed | null {
    return this.find(host, this.stationAlone(host, state, delivers), action);
  }

  /** The station of a state with one envelope in its inbox, or with none where that is -1. */
  stationAlone(host: number, state: number, envelope: number): number {
    const known = this.#alone[host]?.get(envelope + 1, state) ?? -1;
    if (known !== -1) return known;
    const { stations } = this.world.host(host);
    const inbox = envelope === -1 ? 0 : stations.inboxes.with(0, [envelope]);
    const station = stations.number(state, inbox);
    this.#alone[host]?.set(envelope + 1, state, station);
    return station;
  }

  /** The station after an envelope came in; the same where it vanishes, or a set holds it. */
  arrived(host: number, station: number, envelope: number): number {
    const { stations } = this.world.host(host);
    const parcel = (this.#parcels[envelope] ??= stations.parcel([envelope]));
    return stations.recalledAfter(station, parcel);
  }

  #tried(step: Step, action: number, { station, state }: Place): Rehearsed | null {
    const { label, isFault } = step.kind;
    const delivers = (this.#delivers[action] ??= this.#delivered(step.action));
    const known = { action, isFault, label, needsReach: step.sender >= 0, delivers };
    try {
      const brought = step.brings(state);
      if (brought === null) return null;
      const sends = this.sendings.number(brought.sends);
      const next = step.leadsTo(station, brought);
      return { ...known, next, sends, log: brought.log, isBroken: false };
    } catch (cause) {
      // Where it really happens, the search itself meets it and says so.
      if (!(cause instanceof BrokenModel)) throw cause;
      return { ...known, next: 0, sends: 0, log: 0, isBroken: true };
    }
  }

  #delivered(action: Action): number {
    if (action.kind !== 'deliver') return -1;
    const { from, to, message } = action;
    return this.world.envelopes.number({ from, to, message });
  }
}
