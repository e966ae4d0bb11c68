/** The search loop under partial order reduction, breadth first, in passes (see `pass.ts`). */

import type { Action } from '../../state/action.ts';
import type { Finding, Judge } from '../judge.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import type { Ending, Limits, StopCause } from '../search.types.ts';
import { realRun } from '../symmetry/real-run.ts';
import { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';
import { ActionImages } from './action-images.ts';
import { ActionNumbers } from './action-numbers.ts';
import { Independence } from './independence.ts';
import { Listing } from './listing.ts';
import { Pass } from './pass.ts';
import type { Tools } from './path.ts';
import { PersistentSets } from './persistent-sets.ts';
import type { LeftOut } from './tally.ts';
import { leftOut } from './tally.ts';

const progressMilliseconds = 200;
/** So many passes may try what was never met: to their ends, and in all. */
const curiousPasses = { whole: 4, all: 12 };
/** A pass that will be repeated goes on for so many rows without news, and as many as before the last. */
const patience = 1000;

/** A reduced search through one world. */
export class ReducedSearch {
  readonly #world: World;
  readonly #limits: Partial<Limits>;
  readonly #endsLevel: (judge: Judge) => boolean;
  readonly #actions = new ActionNumbers();
  readonly #sets: PersistentSets;
  readonly #tools: Tools;
  readonly #clock: () => number;
  readonly #began: number;
  #told: number;
  #pass: Pass;
  /** How many rows the pass has expanded, when it last met what was unknown, and how much it knows. */
  #expanded = 0;
  #newsAt = -1;
  #version = 0;

  /** `endsLevel` is asked at the end of each level whether what was found ends the search. */
  constructor(
    world: World,
    { usesSymmetry, ...limits }: Partial<Limits> & { readonly usesSymmetry: boolean },
    endsLevel: (judge: Judge) => boolean,
  ) {
    this.#world = world;
    this.#limits = limits;
    this.#endsLevel = endsLevel;
    this.#clock = limits.clock ?? (() => performance.now());
    this.#began = this.#clock();
    this.#told = this.#began;
    const states = usesSymmetry ? new Symmetry(world) : null;
    const images = states?.exchanges ?? [];
    this.#sets = new PersistentSets(
      world,
      this.#actions,
      images.map(({ exchange }) => exchange),
    );
    const actions = new ActionImages(this.#actions, images);
    this.#tools = {
      world,
      listing: new Listing(world, this.#actions),
      sets: this.#sets,
      independence: new Independence(world, this.#sets.rehearsal),
      symmetry: states && { states, actions },
    };
    this.#sets.digest();
    this.#pass = new Pass(this.#tools);
  }

  get judge(): Judge {
    return this.#pass.judge;
  }

  /** Searches until all is seen that the reduction keeps, or a limit is hit. */
  run(): Ending {
    let stoppedBy: StopCause | null;
    try {
      stoppedBy = this.#passes();
    } catch (cause) {
      if (!isOutOfMemory(cause)) throw cause;
      stoppedBy = 'memory';
    }
    const { rows, tally, depth, bytes } = this.#pass;
    return {
      complete: stoppedBy === null,
      stoppedBy,
      states: rows.count,
      transitions: tally.taken,
      depth,
      seconds: (this.#clock() - this.#began) / 1000,
      bytesPerState: bytes / rows.count,
    };
  }

  /** What the search left out, and what limited that. */
  get leftOut(): LeftOut {
    return leftOut(this.#pass.tally);
  }

  /** The run to what was found: not always a shortest one. */
  runTo({ row, step }: Finding): readonly Action[] {
    const run = this.#pass.rows.run(row);
    const { symmetry } = this.#tools;
    if (symmetry !== null) {
      return realRun(this.#world, symmetry.states, { rows: this.#chain(run), step });
    }
    const actions = run.map((action) => this.#actions.action(action));
    return step === null ? actions : [...actions, step];
  }

  /** The rows that a run of representatives goes through. */
  #chain(run: readonly number[]): readonly Int32Array[] {
    const { listing, symmetry } = this.#tools;
    const rows = [this.#world.initial()];
    for (const action of run) {
      const [row, next] = [rows.at(-1) ?? new Int32Array(0), new Int32Array(this.#world.width)];
      listing.list(row);
      const step = listing.steps.find((one) => one.action === action);
      if (step === undefined) throw new Error('a run takes a step that is not enabled');
      listing.apply(row, step, next);
      symmetry?.states.represent(next);
      rows.push(next);
    }
    return rows;
  }

  /**
   * Begins again until a whole pass has met no step that its choices didn't know of. One that has met some
   * only goes on to meet more.
   */
  #passes(): StopCause | null {
    const sets = this.#sets;
    let letsSleep = true;
    for (let [whole, all] = [0, 0]; ; all++) {
      if (whole >= curiousPasses.whole || all >= curiousPasses.all) sets.settleDown();
      const before = sets.version;
      sets.digest();
      this.#pass = new Pass(this.#tools, letsSleep);
      [this.#expanded, this.#newsAt, this.#version] = [0, -1, before];
      const stopped = this.#wholePass();
      if (stopped !== null || sets.version === before) return stopped;
      if (!this.#isStale()) whole++;
      // To wake so many costs more than their sleep saves.
      const { rows, tally } = this.#pass;
      letsSleep &&= tally.onCycles * 2 < rows.count;
    }
  }

  /** Whether the pass has to be repeated, and has met nothing new for long. */
  #isStale(): boolean {
    return this.#newsAt >= 0 && this.#expanded > this.#newsAt * 2 + patience;
  }

  /** Expands until there is nothing new, and no cycle on which a step is put off for ever. */
  #wholePass(): StopCause | null {
    for (;;) {
      const stopped = this.#levels();
      if (stopped !== null || this.#isStale()) return stopped;
      if (!this.#pass.settle()) return null;
    }
  }

  #levels(): StopCause | null {
    while (this.#pass.next !== -1 && !this.#isStale()) {
      const stopped = this.#level(this.#pass.rows.count);
      if (stopped !== null) return stopped;
      if (this.#endsLevel(this.judge)) return 'violation';
      this.#sets.digest();
    }
    return null;
  }

  /** Expands all rows before `end`. */
  #level(end: number): StopCause | null {
    const pass = this.#pass;
    const { maxStates = Infinity, maxSeconds = Infinity, maxDepth = Infinity, stop } = this.#limits;
    for (let row = pass.next; row !== -1 && row < end && !this.#isStale(); row = pass.next) {
      if (pass.rows.depth(row) >= maxDepth) return 'max-depth';
      pass.step();
      this.#expanded++;
      if (this.#sets.version !== this.#version) this.#newsAt = this.#expanded;
      this.#version = this.#sets.version;
      if (pass.rows.count > maxStates) return 'max-states';
      const now = this.#clock();
      if (now - this.#began > maxSeconds * 1000) return 'max-seconds';
      if (now - this.#told > progressMilliseconds) this.#tell(now);
      if (stop?.() === true) return 'interrupted';
    }
    return null;
  }

  #tell(now: number): void {
    this.#told = now;
    const { maxStates = Infinity, maxDepth = Infinity, maxSeconds = Infinity } = this.#limits;
    const { rows, depth, tally, bytes, queue } = this.#pass;
    const spent = (now - this.#began) / 1000 / maxSeconds;
    const share = Math.max(rows.count / maxStates, depth / maxDepth, spent);
    this.#limits.onProgress?.({
      states: rows.count,
      transitions: tally.taken,
      depth,
      queue,
      bytes,
      share: share === 0 ? null : share,
    });
  }
}
