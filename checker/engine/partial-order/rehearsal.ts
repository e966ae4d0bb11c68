/**
 * A second world, in which steps are tried that may never happen: what it computes leaves no mark on
 * the numbers, the coverage or the findings of the search itself. Its steps are known by the numbers of
 * their actions, which both worlds share.
 */

import { BrokenModel } from '../../broken-model.ts';
import type { Exchange } from '../../system/exchange.ts';
import type { Instances } from '../host-states.ts';
import { Interner } from '../interner.ts';
import { PairTable } from '../pair-table.ts';
import type { Effects, Step } from '../station-steps.ts';
import { StationSteps } from '../station-steps.ts';
import { Images } from '../symmetry/images.ts';
import { World } from '../world.ts';
import type { ActionNumbers } from './action-numbers.ts';

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

/** The envelopes that a step sends to one host, in the order of sending. */
export interface Sending {
  readonly host: number;
  readonly envelopes: readonly number[];
}

const none: readonly Rehearsed[] = [];
/** What is only thought of may have no end: so many stations are tried at most, more as more are met. */
const mostTried = 20_000;
const mostTriedPerMet = 20;

/** Told of each step once it is known. */
export type OnStep = (host: number, station: number, step: Rehearsed) => void;

/** The second world and its steps. */
export class Rehearsal {
  readonly world: World;
  readonly #real: World;
  readonly #actions: ActionNumbers;
  readonly #onStep: OnStep;
  readonly #images: readonly Images[];
  readonly #stationSteps: readonly StationSteps[];
  /** Per host, from real stations to those of the second world, plus 1. */
  readonly #stations: number[][];
  readonly #states: number[][];
  readonly #known: (readonly Rehearsed[] | undefined)[][];
  /** Whether steps may be tried that the search didn't come upon, and how many stations' were. */
  #isCurious = true;
  #attempts = 0;
  #met = 0;
  readonly #sendings = new Interner<readonly Sending[]>();
  readonly #combined = new PairTable();

  /** `exchanges` are those under which whatever one host does another does as well. */
  constructor(
    real: World,
    {
      actions,
      exchanges,
    }: { readonly actions: ActionNumbers; readonly exchanges: readonly Exchange[] },
    onStep: OnStep,
  ) {
    this.world = new World(real.loaded);
    this.#images = exchanges.map((exchange) => new Images(this.world, exchange));
    this.#real = real;
    this.#actions = actions;
    this.#onStep = onStep;
    this.#stationSteps = real.hosts.map((_, host) => new StationSteps(this.world, host));
    this.#stations = real.hosts.map(() => []);
    this.#states = real.hosts.map(() => []);
    this.#known = real.hosts.map(() => []);
    this.#sendings.number('', () => []);
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
    return this.#known[host]?.[station] !== undefined || this.#isCurious;
  }

  /** Tries nothing any more but what the search itself comes upon. */
  settleDown(): void {
    this.#isCurious = false;
  }

  /** All steps of a station, in the order of actions; none where they may not be tried. */
  steps(host: number, station: number): readonly Rehearsed[] {
    const known = this.#known[host]?.[station];
    if (known !== undefined) return known;
    if (!this.#isCurious) return none;
    this.#attempts++;
    if (this.#attempts > mostTried + mostTriedPerMet * this.#met) this.#isCurious = false;
    return this.#learnt(host, station);
  }

  /** The same of a station that the search came upon. */
  met(host: number, station: number): readonly Rehearsed[] {
    const known = this.#known[host]?.[station];
    if (known !== undefined) return known;
    this.#met++;
    return this.#learnt(host, station);
  }

  #learnt(host: number, station: number): readonly Rehearsed[] {
    const steps = (this.#stationSteps[host]?.at(station) ?? []).flatMap((step) => {
      const rehearsed = this.#tried(step, station);
      return rehearsed === null ? [] : [rehearsed];
    });
    const table = this.#known[host];
    if (table !== undefined) table[station] = steps;
    for (const step of steps) this.#onStep(host, station, step);
    // Where one state stands for all its images, so do its steps.
    for (const images of this.#images) {
      const [there, image] = [images.host(host), images.station(host, station)];
      if (this.#known[there]?.[image] === undefined) this.#learnt(there, image);
    }
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

  /** The station after an envelope came in; the same where it vanishes, or a set holds it. */
  arrived(host: number, station: number, envelope: number): number {
    const { stations } = this.world.host(host);
    const parcel = stations.parcel([envelope]);
    return stations.recalledAfter(station, parcel);
  }

  /** What is sent under a number. */
  sent(sends: number): readonly Sending[] {
    return this.#sendings.item(sends);
  }

  /** What two steps send together, the first one first. */
  combined(first: number, second: number): number {
    if (first === 0) return second;
    if (second === 0) return first;
    const known = this.#combined.get(first, second);
    if (known !== -1) return known;
    const both = [...this.sent(first), ...this.sent(second)];
    const hosts = [...new Set(both.map(({ host }) => host))];
    const combined = this.#number(
      hosts.map((host) => ({
        host,
        envelopes: both.filter((one) => one.host === host).flatMap(({ envelopes }) => envelopes),
      })),
    );
    this.#combined.set(first, second, combined);
    return combined;
  }

  #tried(step: Step, station: number): Rehearsed | null {
    const { action, kind, sender } = step;
    const { label, isFault } = kind;
    const known = {
      action: this.#actions.number(action),
      isFault,
      label,
      needsReach: sender >= 0,
      delivers:
        action.kind === 'deliver'
          ? this.world.envelopes.number({
              from: action.from,
              to: action.to,
              message: action.message,
            })
          : -1,
    };
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
    const sends = this.#number(
      effects.sends.map(({ host, parcel }) => ({
        host,
        envelopes: this.world.host(host).stations.envelopesOf(parcel),
      })),
    );
    return { ...known, next, sends, log, isBroken: false };
  }

  /** Equal numbers are equal effects on inboxes: only a fifo pair minds the order of sending. */
  #number(sendings: readonly Sending[]): number {
    const ordered = sendings
      .toSorted((one, other) => one.host - other.host)
      .map(({ host, envelopes }) => {
        const isFifo = (envelope: number): boolean =>
          this.world.envelopes.item(envelope).channel === 'fifo';
        const loose = envelopes.filter((one) => !isFifo(one)).toSorted((one, two) => one - two);
        return { host, envelopes: [...envelopes.filter(isFifo), ...loose] };
      });
    const text = ordered.map(({ host, envelopes }) => `${host}:${envelopes.join()}`).join(' ');
    return this.#sendings.number(text, () => ordered);
  }
}
