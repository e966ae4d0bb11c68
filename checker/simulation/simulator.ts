/** Makes walks, in one thread: by number, one after the other, and notes what they come by. */

import { BrokenModel } from '../broken-model.ts';
import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { WalkCoverage } from './coverage.ts';
import { Guided } from './guided.ts';
import { Pct } from './pct.ts';
import { Random } from './random.ts';
import { SeenStates } from './seen-states.ts';
import type { Strategy } from './strategy.types.ts';
import { Uniform } from './uniform.ts';
import { WalkTrack } from './walk-track.ts';
import type {
  Novelty,
  WalkTally,
  WalkFinding,
  WalkPlan,
  WalkRange,
  WalkReport,
} from './walk.types.ts';
import { Walker } from './walker.ts';

/** How walks are watched and stopped. */
export interface WalkWatch {
  /** Told of walks and steps since it was told last; called every few hundred steps. */
  readonly onProgress: (walks: number, steps: number) => void;
  /** Asked as often; true ends the present walk where it is, and makes no more. */
  readonly stop: () => boolean;
}

/** Walks made by chance tell how long the walks of a model are; they have numbers of their own. */
const pilots = 16;
const pilotNumbers = 0xffff_0000;
/** A pilot that comes this far tells that walks end only where they are told to. */
const pilotDepth = 1000;
/** Steps between two looks at the watch. */
const glance = 1 << 8;

/** The engine of one thread with all that it remembers. */
interface Gear {
  readonly walker: Walker;
  readonly coverage: WalkCoverage;
  readonly counts: boolean;
  /** How many of the judge's findings were looked at. */
  heard: number;
}

/** The walks of one thread. */
export class Simulator {
  readonly #loaded: LoadedModel;
  readonly #plan: WalkPlan;
  readonly #mostStations: number;
  readonly #random = new Random();
  readonly #track = new WalkTrack();
  readonly #guided: Guided | null;
  #strategy: Strategy | null = null;
  #gear: Gear | null = null;
  readonly #seen = new SeenStates();
  readonly #taken = new Set<string>();
  readonly #happened = new Set<string>();
  readonly #abstract = new Set<number>();
  readonly #found = new Set<string>();
  #findings: WalkFinding[] = [];
  #novelties: Novelty[] = [];
  #untold = 0;

  /** `mostStations`: local states after which the engine is replaced, to give memory back. */
  constructor(loaded: LoadedModel, plan: WalkPlan, mostStations = 1 << 17) {
    this.#loaded = loaded;
    this.#plan = plan;
    this.#mostStations = mostStations;
    this.#guided = plan.strategy === 'guided' ? new Guided(plan) : null;
  }

  /**
   * Makes the walks of a range.
   * @throws BrokenModel where the model can't be checked.
   */
  walk({ first, count, corpus, counts, tells }: WalkRange, watch: WalkWatch): WalkReport {
    this.#guided?.learn(corpus);
    const strategy = (this.#strategy ??= this.#newStrategy());
    this.#findings = [];
    this.#novelties = [];
    let walks = 0;
    let steps = 0;
    let longest = 0;
    let told: readonly Action[] = [];
    for (; walks < count && !watch.stop(); walks++) {
      const gear = this.#gearFor(counts);
      this.#random.seed(this.#plan.seed, first + walks);
      strategy.begin(this.#random);
      const length = this.#wholeWalk(gear, strategy, { number: first + walks, watch });
      steps += length;
      longest = Math.max(longest, length);
      if (tells) told = this.#track.actions(length).map((one) => gear.walker.actionNumbered(one));
    }
    watch.onProgress(walks, this.#untold);
    this.#untold = 0;
    const [findings, novelties] = [this.#findings, this.#novelties];
    return { walks, steps, longest, findings, novelties, told };
  }

  /** What all counted walks so far came by. */
  tally(): WalkTally {
    this.#collect();
    return { seen: this.#seen.data, taken: [...this.#taken], happened: [...this.#happened] };
  }

  #wholeWalk(gear: Gear, strategy: Strategy, walk: Walk): number {
    try {
      return this.#oneWalk(gear, strategy, walk);
    } catch (cause) {
      throw cause instanceof BrokenModel ? cause.at({ walk: walk.number }) : cause;
    }
  }

  #oneWalk(gear: Gear, strategy: Strategy, walk: Walk): number {
    const { walker, coverage, counts } = gear;
    const { depth } = this.#plan;
    const track = this.#track;
    walker.begin();
    track.begin(walker.fingerprints.state);
    if (counts) this.#noteState(walker);
    let abstract = this.#noteAbstract(walker, walk, -1, 0);
    for (let step = 0; ; step++) {
      if (counts) this.#noteFindings(gear, walk, step);
      const count = walker.list();
      if (counts) this.#noteFindings(gear, walk, step);
      if (count === 0 || step >= depth) return step;
      const entry = strategy.choose(walker, count, step);
      if (entry < 0 || this.#isOver(walk.watch)) return step;
      track.note(step, entry, walker.actionOf(entry));
      if (counts) coverage.note(entry);
      walker.take(entry);
      track.reached(step, walker.fingerprints.state);
      if (counts) this.#noteState(walker);
      abstract = this.#noteAbstract(walker, walk, abstract, step + 1);
    }
  }

  /** Looks at the watch now and then; whether it is time to stop. */
  #isOver(watch: WalkWatch): boolean {
    if (++this.#untold < glance) return false;
    watch.onProgress(0, this.#untold);
    this.#untold = 0;
    return watch.stop();
  }

  /** Notes the present abstract state, unless it is the one before. */
  #noteAbstract(walker: Walker, { number }: Walk, before: number, steps: number): number {
    const { abstract } = walker.fingerprints;
    if (abstract === before || this.#abstract.has(abstract)) return abstract;
    this.#abstract.add(abstract);
    const prefix = this.#guided === null ? null : this.#track.prefix(steps);
    this.#novelties.push({ abstract, walk: number, prefix });
    return abstract;
  }

  #noteState({ fingerprints }: Walker): void {
    this.#seen.add(fingerprints.low, fingerprints.high);
  }

  /** A property is noted once, also where a new judge finds it again. */
  #noteFindings(gear: Gear, { number }: Walk, steps: number): void {
    const { walker } = gear;
    const { found } = walker.judge;
    if (found.size === gear.heard) return;
    gear.heard = found.size;
    for (const [property, { step }] of found) {
      if (this.#found.has(property)) continue;
      this.#found.add(property);
      const actions = this.#track.run(steps, step !== null);
      const run = actions.map((action) => walker.actionNumbered(action));
      this.#findings.push({ property, walk: number, steps, run });
    }
  }

  #newStrategy(): Strategy {
    const { strategy, faultWeight, changes } = this.#plan;
    switch (strategy) {
      case 'guided':
        return this.#guided ?? new Guided(this.#plan);
      case 'pct':
        return new Pct(changes, this.#usualLength());
      case 'uniform':
        return new Uniform(faultWeight);
    }
  }

  /** The length of the longest of a few uniform walks, the same in every thread. */
  #usualLength(): number {
    const { depth } = this.#plan;
    const most = Math.min(depth, pilotDepth);
    const walker = new Walker(this.#loaded, false);
    const strategy = new Uniform(1);
    let longest = 0;
    for (let pilot = 0; pilot < pilots; pilot++) {
      this.#random.seed(this.#plan.seed, pilotNumbers + pilot);
      strategy.begin(this.#random);
      walker.begin();
      let step = 0;
      for (; step < most; step++) {
        const count = walker.list();
        if (count === 0) break;
        walker.take(strategy.choose(walker, count));
      }
      longest = Math.max(longest, step);
    }
    return longest === most ? depth : longest;
  }

  /** The engine for the next walk; a worn out one is replaced. */
  #gearFor(counts: boolean): Gear {
    const present = this.#gear;
    const isFresh = present !== null && present.walker.stations <= this.#mostStations;
    if (isFresh && present.counts === counts) return present;
    this.#collect();
    const walker = new Walker(this.#loaded, counts);
    this.#gear = { walker, coverage: new WalkCoverage(walker), counts, heard: 0 };
    return this.#gear;
  }

  #collect(): void {
    if (this.#gear === null || !this.#gear.counts) return;
    const { taken, happened } = this.#gear.coverage;
    for (const name of taken) this.#taken.add(name);
    for (const label of happened) this.#happened.add(label);
  }
}

/** The walk that is being made. */
interface Walk {
  readonly number: number;
  readonly watch: WalkWatch;
}
