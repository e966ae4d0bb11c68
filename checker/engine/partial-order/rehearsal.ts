/**
 * A second world, in which steps are tried that may never happen: what it computes leaves no mark on
 * the numbers, the coverage or the findings of the search itself. Its steps are known by the numbers of
 * their actions, which both worlds share.
 */

import { BrokenModel } from '../../broken-model.ts';
import type { Action } from '../../state/action.ts';
import type { Exchange } from '../../system/exchange.ts';
import type { Instances } from '../host-states.ts';
import { PairTable } from '../pair-table.ts';
import type { Effects, Step } from '../station-steps.ts';
import { StationSteps } from '../station-steps.ts';
import { Images } from '../symmetry/images.ts';
import type { World } from '../world.ts';
import { ActionImages } from './action-images.ts';
import type { ActionNumbers } from './action-numbers.ts';
import { Sendings } from './sendings.ts';

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

const none: readonly Rehearsed[] = [];
/** What is only thought of may have no end: so many steps are tried at most, more as more stations are met. */
const mostTried = 20_000;
const mostTriedPerMet = 20;

/** A step between two states of one host. */
export interface LocalEdge {
  readonly host: number;
  readonly from: number;
  readonly to: number;
  /** What is sent, by number. */
  readonly sends: number;
  /** The number of the envelope that it delivers; -1 where it is no delivery. */
  readonly delivers: number;
}

/** What leads nowhere: no step, or one that breaks the model. */
interface DeadEnd {
  readonly host: number;
  readonly from: number;
  readonly to: null;
}

/** Told of each step of a host's state once it is known. */
export type OnStep = (edge: LocalEdge) => void;

/** The second world and its steps. */
export class Rehearsal {
  readonly world: World;
  readonly sendings: Sendings;
  readonly #real: World;
  readonly #actions: ActionNumbers;
  readonly #onStep: OnStep;
  readonly #images: readonly Images[];
  readonly #actionImages: ActionImages;
  readonly #stationSteps: readonly StationSteps[];
  /** Per host, from real stations to those of the second world, plus 1. */
  readonly #stations: number[][];
  readonly #states: number[][];
  readonly #known: (readonly Rehearsed[] | undefined)[][];
  /** Per host, by the number of an action and of a state, whether it is known what that comes to. */
  readonly #edges: readonly PairTable[];
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
    {
      actions,
      exchanges,
    }: { readonly actions: ActionNumbers; readonly exchanges: readonly Exchange[] },
    onStep: OnStep,
  ) {
    this.world = real.twin();
    this.#images = exchanges.map((exchange) => new Images(this.world, exchange));
    this.#actionImages = new ActionImages(actions, this.#images);
    this.#real = real;
    this.#actions = actions;
    this.#onStep = onStep;
    this.#stationSteps = real.hosts.map((_, host) => new StationSteps(this.world, host));
    this.#stations = real.hosts.map(() => []);
    this.#states = real.hosts.map(() => []);
    this.#known = real.hosts.map(() => []);
    this.#edges = real.hosts.map(() => new PairTable());
    this.#alone = real.hosts.map(() => new PairTable());
    this.sendings = new Sendings(this.world);
  }

  /** The station of the second world that a real one is. */
  station(host: number, real: number): number {
    const known = this.#stations[host]?.[real];
    if (known !== undefined) return known;
    const from = this.#real.host(host).stations;
    const { stations } = this.world.host(host);
    const envelopes = from.inboxes
      .list(from.inboxOf(real))
      .map((one) => this.world.envelopes.number(this.#real.envelopes.item(one).envelope));
    const state = this.#state(host, from.stateOf(real));
    const station = stations.number(state, stations.inboxes.with(0, envelopes));
    const table = this.#stations[host];
    if (table !== undefined) table[real] = station;
    return station;
  }

  #state(host: number, real: number): number {
    const known = this.#states[host]?.[real];
    if (known !== undefined) return known;
    const { states: from } = this.#real.host(host).memo;
    const { states } = this.world.host(host).memo;
    const shape = from.shape(real);
    const translated = (instances: Instances<number>, slot: number): Instances<number> => {
      const { memo } = states.slot(slot);
      const entries = [...instances].map(([key, number]): [string, number] => {
        return [key, memo.number(from.slot(slot).memo.locals.item(number))];
      });
      return new Map(entries);
    };
    const state = states.number(
      shape.up ? { up: true, slots: shape.slots.map(translated) } : shape,
    );
    const table = this.#states[host];
    if (table !== undefined) table[real] = state;
    return state;
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
    return steps.some(({ action }) => !this.#isTried(host, state, this.#actions.number(action)));
  }

  #learnt(host: number, station: number): readonly Rehearsed[] {
    const { stations } = this.world.host(host);
    const from = stations.stateOf(station);
    const steps: Rehearsed[] = [];
    for (const step of this.#stationSteps[host]?.at(station) ?? []) {
      const action = this.#actions.number(step.action);
      const tried = this.#tried(step, action, station);
      if (tried !== null) steps.push(tried);
      if (this.#isTried(host, from, action)) continue;
      this.#attempts++;
      if (tried === null || tried.isBroken) this.#note(action, { host, from, to: null });
      else this.#note(action, { host, from, ...tried, to: stations.stateOf(tried.next) });
    }
    const table = this.#known[host];
    if (table !== undefined) table[station] = steps;
    return steps;
  }

  #isTried(host: number, state: number, action: number): boolean {
    return this.#edges[host]?.get(action, state) !== -1;
  }

  /** Notes what an action comes to in a state. Where one state stands for its images, so do its steps. */
  #note(action: number, edge: LocalEdge | DeadEnd): void {
    const { host, from } = edge;
    this.#edges[host]?.set(action, from, 1);
    if (edge.to !== null) this.#onStep(edge);
    this.#images.forEach((images, exchange) => {
      const image = this.#actionImages.image(exchange, action);
      const there = { host: images.host(host), from: images.state(host, from) };
      if (this.#isTried(there.host, there.from, image)) return;
      this.#note(
        image,
        edge.to === null ? { ...there, to: null } : this.#imageOf(edge, images, there),
      );
    });
  }

  #imageOf(
    { host, to, sends, delivers }: LocalEdge,
    images: Images,
    there: Pick<LocalEdge, 'host' | 'from'>,
  ): LocalEdge {
    return {
      ...there,
      to: images.state(host, to),
      sends: this.sendings.image(sends, images),
      delivers: delivers === -1 ? -1 : images.envelope(delivers),
    };
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

  #tried(step: Step, action: number, station: number): Rehearsed | null {
    const { label, isFault } = step.kind;
    const delivers = (this.#delivers[action] ??= this.#delivered(step.action));
    const known = { action, isFault, label, needsReach: step.sender >= 0, delivers };
    let effects: Effects | null;
    try {
      effects = step.effects(station);
    } catch (cause) {
      // Where it really happens, the search itself meets it and says so.
      if (!(cause instanceof BrokenModel)) throw cause;
      return { ...known, next: 0, sends: 0, log: 0, isBroken: true };
    }
    if (effects === null) return null;
    const { next, log } = effects;
    return { ...known, next, sends: this.sendings.number(effects.sends), log, isBroken: false };
  }

  #delivered(action: Action): number {
    if (action.kind !== 'deliver') return -1;
    const { from, to, message } = action;
    return this.world.envelopes.number({ from, to, message });
  }
}
