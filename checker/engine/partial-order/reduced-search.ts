/**
 * The search loop under partial order reduction, breadth first, in passes (see `pass.ts`): one begins anew where a
 * choice has turned out wrong. Most is learnt early, so that this costs little.
 */

import type { Action } from '../../state/action.ts';
import type { Finding, Judge } from '../judge.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import type { Ending, Limits, StopCause } from '../search.types.ts';
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
const curiousPasses = { whole: 4, all: 24 };
/** A pass that will be repeated goes on till it is so many times as large as the one before. */
const growth = 2;
/** Choices are looked at again once there are so many times as many as when they last were. */
const checkedAgain = 1.5;

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
  /** Whether a choice of the pass has turned out wrong, and how large a pass is then that it ends. */
  #isWrong = false;
  #wrongEnd = 0;
  /** Whether the pass has met what may prove choices wrong, and how large it was when they were looked at. */
  #hasNews = false;
  #checked = 0;

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
      independence: new Independence(world, this.#sets),
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
    const { symmetry } = this.#tools;
    const run = this.#pass.rows.run(row);
    const last = step === null ? [] : [this.#actions.number(step)];
    const real = symmetry === null ? [...run, ...last] : this.#realRun(run, last, symmetry);
    return real.map((action) => this.#actions.action(action));
  }

  /**
   * The run of the system itself, given one through representatives and the steps beyond it: each action with
   * all those ids exchanged back, the last first, that were exchanged on the way to the representative that it is an
   * action of.
   */
  #realRun(
    run: readonly number[],
    last: readonly number[],
    { states, actions }: NonNullable<Tools['symmetry']>,
  ): readonly number[] {
    const exchanges: number[] = [];
    const real = (action: number): number =>
      exchanges.reduceRight((image, exchange) => actions.image(exchange, image), action);
    let row = this.#world.initial();
    const actual: number[] = [];
    for (const action of run) {
      actual.push(real(action));
      row = this.#after(row, action);
      states.represent(row, exchanges);
    }
    return [...actual, ...last.map(real)];
  }

  #after(row: Int32Array, action: number): Int32Array {
    const { listing } = this.#tools;
    const step = listing.find(row, action);
    if (step === null) throw new Error('a run takes a step that is not enabled');
    const next = new Int32Array(this.#world.width);
    listing.apply(row, step, next);
    return next;
  }

  /** Begins again, with all that was learnt, until no choice of a whole pass has turned out wrong. */
  #passes(): StopCause | null {
    let letsSleep = true;
    for (let [whole, all] = [0, 0]; ; all++) {
      if (whole >= curiousPasses.whole || all >= curiousPasses.all) this.#sets.settleDown();
      this.#begin(letsSleep);
      const stopped = this.#wholePass();
      if (stopped !== null || !this.#isWrong) return stopped;
      const { next, rows, size, tally } = this.#pass;
      if (next === -1) whole++;
      this.#wrongEnd = size * growth;
      // To wake so many costs more than their sleep saves.
      letsSleep &&= tally.onCycles * 2 < rows.count;
    }
  }

  #begin(letsSleep: boolean): void {
    this.#sets.digest();
    this.#pass = new Pass(this.#tools, letsSleep);
    this.#isWrong = false;
    this.#hasNews = false;
    this.#checked = 0;
  }

  /** Whether the pass has to be repeated, and has learnt enough for that. */
  get #isOver(): boolean {
    return this.#isWrong && this.#pass.size >= this.#wrongEnd;
  }

  /** Expands until there is nothing new, and no cycle on which a step is put off for ever. */
  #wholePass(): StopCause | null {
    for (;;) {
      const stopped = this.#levels();
      if (stopped !== null || this.#isOver) return stopped;
      if (this.#pass.settle()) continue;
      if (!this.#isWrong) this.#check();
      if (!this.#hasNews || this.#isWrong) return null;
    }
  }

  #levels(): StopCause | null {
    while (this.#pass.next !== -1 && !this.#isOver) {
      const stopped = this.#level(this.#pass.rows.count);
      this.#pass.judgeRows();
      if (stopped !== null) return stopped;
      if (this.#endsLevel(this.judge)) return 'violation';
      if (this.#sets.digest()) this.#hasNews = true;
      const isDue = this.#pass.size >= this.#checked * checkedAgain;
      if (this.#hasNews && isDue && !this.#isWrong) this.#check();
    }
    return null;
  }

  /** Looks at all choices again if there are news; that may bring others. */
  #check(): void {
    if (this.#sets.digest()) this.#hasNews = true;
    if (!this.#hasNews) return;
    this.#checked = this.#pass.size;
    this.#isWrong = !this.#pass.stands();
    this.#hasNews = this.#sets.digest();
  }

  /** Expands all rows before `end`. */
  #level(end: number): StopCause | null {
    const pass = this.#pass;
    const { maxStates = Infinity, maxSeconds = Infinity, maxDepth = Infinity, stop } = this.#limits;
    for (let row = pass.next; row !== -1 && row < end && !this.#isOver; row = pass.next) {
      if (pass.rows.depth(row) >= maxDepth) return 'max-depth';
      pass.step();
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
