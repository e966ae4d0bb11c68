/** The search loop: expands states in the order in which they were found, until there are no more. */

import type { Action } from '../state/action.ts';
import { Expander } from './expander.ts';
import { Judge } from './judge.ts';
import type { Finding } from './judge.ts';
import { Layout } from './layout.ts';
import { RowStore } from './row-store.ts';
import { PropertyWatch } from './symmetry/property-watch.ts';
import { realRun } from './symmetry/real-run.ts';
import { Symmetry } from './symmetry/symmetry.ts';
import { VisitedSet } from './visited-set.ts';
import type { World } from './world.ts';

/** Why a search ended before it had seen everything. */
export type StopCause =
  | 'max-states'
  | 'max-depth'
  | 'max-seconds'
  | 'violation'
  | 'interrupted'
  | 'memory';

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States that were found and not yet expanded. */
  readonly queue: number;
  readonly bytes: number;
  /** The used part of the nearest limit, from 0 to 1; null where there is no limit. */
  readonly share: number | null;
}

/** The limits of a run, and how it is watched. */
export interface Limits {
  readonly maxStates: number;
  /** States farther from the initial one than this are not looked at. */
  readonly maxDepth: number;
  readonly maxSeconds: number;
  /** Called about five times a second. */
  readonly onProgress: (progress: Progress) => void;
  /** Asked many times a second; true ends the search with what is known. */
  readonly stop: () => boolean;
  /** Milliseconds since some moment. Default: the process's own clock. */
  readonly clock: () => number;
}

/** How a search ended. */
export interface Ending {
  readonly complete: boolean;
  readonly stoppedBy: StopCause | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  readonly bytesPerState: number;
}

/** Successors that are looked up together. */
const batchSize = 256;
const progressMilliseconds = 200;

/** A breadth-first search through one world. */
export class Search {
  readonly judge: Judge;
  /** The first row of each level, by distance from the initial state; the last may have none yet. */
  readonly levelStarts: number[] = [0];
  /** Null where states are taken as they are. */
  readonly symmetry: Symmetry | null;
  readonly #world: World;
  readonly #limits: Partial<Limits>;
  readonly #endsLevel: (judge: Judge) => boolean;
  readonly #expander: Expander;
  readonly #judgesSteps: boolean;
  readonly #properties: PropertyWatch | null;
  readonly #clock: () => number;
  readonly #began: number;
  #store: RowStore;
  #visited: VisitedSet;
  #depth = 0;
  #next = 0;
  #told: number;

  /** `endsLevel` is asked at the end of each level whether what was found ends the search. */
  constructor(
    world: World,
    limits: Partial<Limits> & { readonly usesSymmetry: boolean },
    endsLevel: (judge: Judge) => boolean,
  ) {
    this.#world = world;
    this.#limits = limits;
    this.#clock = limits.clock ?? (() => performance.now());
    this.#began = this.#clock();
    this.#told = this.#began;
    this.#endsLevel = endsLevel;
    this.symmetry = limits.usesSymmetry ? new Symmetry(world) : null;
    const first = world.initial();
    this.symmetry?.begin(first);
    this.#properties = this.symmetry && new PropertyWatch(world, this.symmetry);
    const layout = new Layout(world.sizes());
    this.#judgesSteps = Judge.needsSteps(world);
    this.#expander = new Expander(world, layout, this.#judgesSteps);
    this.judge = new Judge(world, layout, this.#expander.blocks);
    this.#store = new RowStore(layout);
    this.#visited = new VisitedSet(layout.words);
    const words = new Int32Array(layout.words);
    layout.pack(first, words, 0);
    this.#store.append(words, 0, { parent: -1, actor: 0 });
    this.#visited.takeIn(this.#store);
  }

  /** All rows found so far. */
  get store(): RowStore {
    return this.#store;
  }

  /** The rows before this one were expanded. */
  get expanded(): number {
    return this.#next;
  }

  /** Searches until all is seen or a limit is hit. */
  run(): Ending {
    let stoppedBy: StopCause | null;
    try {
      this.#properties?.watchStates(this.#store, 0, this.judge.found);
      this.judge.judgeStates(this.#store, 0);
      stoppedBy = this.#levels();
    } catch (cause) {
      if (!isOutOfMemory(cause)) throw cause;
      stoppedBy = 'memory';
    }
    const { count: states, bytes } = this.#store;
    return {
      complete: stoppedBy === null,
      stoppedBy,
      states,
      transitions: this.#expander.transitions,
      depth: this.#depth,
      seconds: (this.#clock() - this.#began) / 1000,
      bytesPerState: (bytes + this.#visited.bytes) / states,
    };
  }

  /** The run to what was found. */
  runTo({ row, step }: Finding): readonly Action[] {
    if (this.symmetry !== null) {
      return realRun(this.#world, this.symmetry, { rows: this.#chainTo(row), step });
    }
    const run: Action[] = step === null ? [] : [step];
    for (let at = row; at > 0; at = this.#store.parent(at)) {
      run.push(this.#stepBetween(this.#store.parent(at), at));
    }
    return run.toReversed();
  }

  /** The rows from the initial one to a row, as numbers. */
  #chainTo(row: number): readonly Int32Array[] {
    const { layout } = this.#store;
    const chain: Int32Array[] = [];
    for (let at = row; at >= 0; at = this.#store.parent(at)) {
      const numbers = new Int32Array(layout.width);
      layout.unpack(this.#store.chunk(at), this.#store.offset(at), numbers);
      chain.push(numbers);
    }
    return chain.toReversed();
  }

  #levels(): StopCause | null {
    const { maxDepth = Infinity } = this.#limits;
    for (;;) {
      if (this.#depth >= maxDepth) return 'max-depth';
      const levelEnd = this.#store.count;
      this.levelStarts.push(levelEnd);
      const stopped = this.#level(levelEnd);
      if (this.#store.count > levelEnd) this.#depth++;
      if (stopped !== null) return stopped;
      if (this.#store.count === levelEnd) return null;
      if (this.#endsLevel(this.judge)) return 'violation';
    }
  }

  /** Expands all states before `levelEnd`. */
  #level(levelEnd: number): StopCause | null {
    const expander = this.#expander;
    const { batch } = expander;
    while (this.#next < levelEnd) {
      const row = this.#next;
      if (!expander.expand(this.#store, row)) {
        const stopped = this.#lookUp();
        if (stopped !== null) return stopped;
        this.#widen();
        continue;
      }
      this.#next++;
      if (expander.quiet && this.judge.asksQuietStates) {
        this.#properties?.watchQuiet(this.#store, row, this.judge.found);
        this.judge.judgeQuiet(this.#store, row);
      }
      if (batch.count < batchSize) continue;
      const stopped = this.#lookUp();
      if (stopped !== null) return stopped;
    }
    return this.#lookUp();
  }

  /** Looks up the successors in the batch, and keeps and judges those that are new. */
  #lookUp(): StopCause | null {
    const { batch, blocks } = this.#expander;
    const { maxStates = Infinity, maxSeconds = Infinity, stop } = this.#limits;
    const from = this.#store.count;
    const { count } = batch;
    if (this.#judgesSteps) {
      this.#properties?.watchSteps(this.#store, { batch, blocks }, this.judge.found);
      this.judge.judgeSteps(this.#store, batch, blocks);
    }
    if (this.symmetry !== null) this.#represent(this.symmetry);
    const seen = this.#visited.addAll(this.#store, batch, maxStates);
    batch.count = 0;
    this.#properties?.watchStates(this.#store, from, this.judge.found);
    this.judge.judgeStates(this.#store, from);
    if (seen < count) return 'max-states';
    const now = this.#clock();
    if (now - this.#began > maxSeconds * 1000) return 'max-seconds';
    if (now - this.#told > progressMilliseconds) this.#tell(now);
    return stop?.() === true ? 'interrupted' : null;
  }

  /** Puts representatives in the place of the states in the batch. */
  #represent(symmetry: Symmetry): void {
    const { batch } = this.#expander;
    const rows = batch.unpacked();
    symmetry.represent(rows);
    if (!this.#store.layout.fits(this.#world.sizes())) this.#widen();
    batch.refill(rows);
    // What kind of step led to a state says nothing of its representative.
    batch.actors.fill(0, 0, batch.count);
  }

  #tell(now: number): void {
    this.#told = now;
    const { maxStates = Infinity, maxDepth = Infinity, maxSeconds = Infinity } = this.#limits;
    const states = this.#store.count;
    const seconds = (now - this.#began) / 1000;
    const share = Math.max(states / maxStates, this.#depth / maxDepth, seconds / maxSeconds);
    this.#limits.onProgress?.({
      states,
      transitions: this.#expander.transitions,
      depth: this.#depth,
      queue: states - this.#next,
      bytes: this.#store.bytes + this.#visited.bytes,
      share: share === 0 ? null : share,
    });
  }

  /** Goes over to a layout in which every number fits that was given so far. */
  #widen(): void {
    const layout = new Layout(this.#world.sizes());
    this.#store = this.#store.repacked(layout);
    this.#visited = new VisitedSet(layout.words);
    this.#visited.takeIn(this.#store);
    this.#expander.relayout(layout);
    this.judge.relayout(layout);
    this.#properties?.relayout(layout);
  }

  /** The first action, in the order of actions, that leads from one state to another. */
  #stepBetween(from: number, to: number): Action {
    const { batch, blocks } = this.#expander;
    const { words } = this.#store.layout;
    const { transitions } = this.#expander;
    batch.count = 0;
    this.#expander.expand(this.#store, from);
    this.#expander.transitions = transitions;
    const [chunk, at] = [this.#store.chunk(to), this.#store.offset(to)];
    for (let entry = 0; entry < batch.count; entry++) {
      let word = 0;
      while (word < words && batch.rows[entry * words + word] === chunk[at + word]) word++;
      if (word < words) continue;
      const place = batch.steps[entry] ?? 0;
      batch.count = 0;
      return blocks.action(place);
    }
    throw new Error(`no step leads from state ${from} to ${to}`);
  }
}

/** Whether a typed array or a map could not grow; machines and predicates end as BrokenModel. */
export function isOutOfMemory(cause: unknown): boolean {
  const words = /allocation failed|typed array length|maximum size exceeded/;
  return cause instanceof RangeError && words.test(cause.message);
}
