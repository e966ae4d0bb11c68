/**
 * The search loop under partial order reduction, breadth first. Where one step is enough (see
 * `persistent-sets.ts`), it is taken at once, and the state before it is passed through: that differs
 * from what follows in nothing that properties read, and isn't quiet, so nobody need judge it.
 */

import type { Action } from '../../state/action.ts';
import type { Finding, Judge } from '../judge.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import type { Ending, Limits, StopCause } from '../search.types.ts';
import { realRun } from '../symmetry/real-run.ts';
import { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';
import { ActionNumbers } from './action-numbers.ts';
import { cyclicRows } from './cycles.ts';
import { GrowingList } from './growing-list.ts';
import { Judging } from './judging.ts';
import { KeptRows } from './kept-rows.ts';
import { Listing } from './listing.ts';
import type { StepAt } from './listing.ts';
import { PersistentSets } from './persistent-sets.ts';
import type { Choice } from './persistent-sets.ts';

const progressMilliseconds = 200;
/** So many passes may try what was never met. */
const curiousPasses = 4;
/** After so many states in a row that are passed through, one is kept. */
const longestPath = 500;

/** A reduced search through one world. */
export class ReducedSearch {
  readonly #world: World;
  readonly #limits: Partial<Limits>;
  readonly #endsLevel: (judge: Judge) => boolean;
  readonly #actions = new ActionNumbers();
  /** Null where states are taken as they are, and don't stand for their images. */
  readonly #symmetry: Symmetry | null;
  #judging: Judging;
  readonly #listing: Listing;
  readonly #sets: PersistentSets;
  readonly #clock: () => number;
  readonly #began: number;
  #told: number;
  #rows: KeptRows;
  /** From, to, from, to: the steps out of rows of which not all steps were taken. */
  #edges = new GrowingList();
  /** The rows of which all steps are taken, so that no step is put off for ever. */
  #full = new Set<number>();
  #next = 0;
  #depth = 0;
  #transitions = 0;
  #enabled = 0;
  #passed = 0;
  /** The row that is expanded, the one reached from it, and the actions on the way. */
  readonly #row: Int32Array;
  readonly #reached: Int32Array;
  readonly #path = new GrowingList();
  readonly #before: Int32Array;
  readonly #remembered: Int32Array;

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
    this.#symmetry = usesSymmetry ? new Symmetry(world) : null;
    this.#listing = new Listing(world, this.#actions);
    const exchanges = this.#symmetry?.exchanges.map(({ exchange }) => exchange) ?? [];
    this.#sets = new PersistentSets(world, this.#actions, exchanges);
    this.#row = new Int32Array(world.width);
    this.#reached = new Int32Array(world.width);
    this.#before = new Int32Array(world.width);
    this.#remembered = new Int32Array(world.width);
    this.#rows = new KeptRows(world);
    this.#judging = new Judging(world, this.#rows.layout, this.#symmetry);
  }

  get judge(): Judge {
    return this.#judging.judge;
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
    const { count: states } = this.#rows;
    return {
      complete: stoppedBy === null,
      stoppedBy,
      states,
      transitions: this.#transitions,
      depth: this.#depth,
      seconds: (this.#clock() - this.#began) / 1000,
      bytesPerState: this.#bytes() / states,
    };
  }

  /** What the search left out, in words. */
  get words(): string {
    return `reduced by partial order: ${this.#transitions} of ${this.#enabled} enabled steps taken, ${this.#passed} states passed through and not kept; depth is an upper bound for states that are kept, and runs need not be shortest`;
  }

  /** The run to what was found: not always a shortest one. */
  runTo({ row, step }: Finding): readonly Action[] {
    const run = this.#rows.run(row);
    if (this.#symmetry !== null) {
      return realRun(this.#world, this.#symmetry, { rows: this.#chain(run), step });
    }
    const actions = run.map((action) => this.#actions.action(action));
    return step === null ? actions : [...actions, step];
  }

  /** The rows that a run of representatives goes through. */
  #chain(run: readonly number[]): readonly Int32Array[] {
    const { columns, steps } = this.#listing;
    const rows = [this.#world.initial()];
    for (const action of run) {
      const [row, next] = [rows.at(-1) ?? this.#row, new Int32Array(this.#world.width)];
      this.#listing.list(row);
      const index = steps.findIndex((step) => step.action === action);
      const step = steps[index];
      if (step === undefined) throw new Error('a run takes a step that is not enabled');
      this.#listing.apply(row, { column: columns[index] ?? 0, step }, next);
      this.#symmetry?.represent(next);
      rows.push(next);
    }
    return rows;
  }

  /** Begins again until a whole pass has met no step that its choices didn't know of. */
  #passes(): StopCause | null {
    for (let pass = 1; ; pass++) {
      if (pass > curiousPasses) this.#sets.settleDown();
      const before = this.#sets.version;
      this.#begin();
      const stopped = this.#pass();
      if (stopped !== null || this.#sets.version === before) return stopped;
    }
  }

  #begin(): void {
    this.#sets.digest();
    const first = this.#world.initial();
    this.#symmetry?.begin(first);
    this.#rows = new KeptRows(this.#world);
    this.#judging = new Judging(this.#world, this.#rows.layout, this.#symmetry);
    this.#edges = new GrowingList();
    this.#full = new Set();
    this.#next = 0;
    this.#depth = 0;
    this.#transitions = 0;
    this.#enabled = 0;
    this.#passed = 0;
    this.#path.clear();
    this.#keep(first, -1);
    this.#judging.states(this.#rows.store, 0);
  }

  /** Expands until there is nothing new, and no cycle on which a step is put off for ever. */
  #pass(): StopCause | null {
    for (;;) {
      const stopped = this.#levels();
      if (stopped !== null) return stopped;
      const cyclic = cyclicRows(this.#edges, this.#rows.count, this.#full);
      if (cyclic.length === 0) return null;
      const from = this.#rows.count;
      for (const row of cyclic) {
        this.#full.add(row);
        this.#expand(row);
      }
      this.#judging.states(this.#rows.store, from);
    }
  }

  #levels(): StopCause | null {
    while (this.#next < this.#rows.count) {
      const stopped = this.#level(this.#rows.count);
      if (stopped !== null) return stopped;
      if (this.#endsLevel(this.judge)) return 'violation';
      this.#sets.digest();
    }
    return null;
  }

  /** Expands all rows before `end`. */
  #level(end: number): StopCause | null {
    const { maxStates = Infinity, maxSeconds = Infinity, maxDepth = Infinity, stop } = this.#limits;
    while (this.#next < end) {
      if (this.#rows.depth(this.#next) >= maxDepth) return 'max-depth';
      const from = this.#rows.count;
      this.#expand(this.#next);
      this.#next++;
      this.#judging.states(this.#rows.store, from);
      if (this.#rows.count > maxStates) return 'max-states';
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
    const { count: states } = this.#rows;
    const spent = (now - this.#began) / 1000 / maxSeconds;
    const share = Math.max(states / maxStates, this.#depth / maxDepth, spent);
    this.#limits.onProgress?.({
      states,
      transitions: this.#transitions,
      depth: this.#depth,
      queue: states - this.#next,
      bytes: this.#bytes(),
      share: share === 0 ? null : share,
    });
  }

  #bytes(): number {
    return this.#rows.bytes + this.#edges.items.byteLength;
  }

  #expand(row: number): void {
    const { columns, steps } = this.#listing;
    this.#rows.read(row, this.#row);
    this.#listing.list(this.#row);
    if (this.#listing.quiet) this.#judging.quiet(this.#rows.store, row);
    const choice = this.#full.has(row) ? null : this.#sets.choose(this.#row);
    // The listing is used again for the states that are passed through.
    const all = steps.map((step, index) => ({ step, column: columns[index] ?? 0 }));
    const taken = choice === null ? all : all.filter((one) => takes(choice, one));
    this.#enabled += all.length;
    for (const { step, column } of taken) {
      this.#listing.apply(this.#row, { column, step }, this.#reached);
      this.#symmetry?.represent(this.#reached);
      this.#path.clear();
      this.#path.push(step.action);
      this.#transitions++;
      this.#passThrough();
      const target = this.#keep(this.#reached, row);
      if (taken.length === all.length) continue;
      this.#edges.push(row);
      this.#edges.push(target);
    }
  }

  /** Goes on from the row reached for as long as one step is enough. */
  #passThrough(): void {
    const { columns, steps } = this.#listing;
    // A path in a circle comes back to a state that is remembered for long enough.
    for (let length = 1; length < longestPath; length++) {
      if (
        length > 1 &&
        this.#reached.every((number, column) => number === this.#remembered[column])
      )
        return;
      if ((length & (length - 1)) === 0) this.#remembered.set(this.#reached);
      const choice = this.#sets.choose(this.#reached);
      if (choice === null || choice.actions.length > 1) return;
      this.#listing.list(this.#reached);
      const index = steps.findIndex((step, at) =>
        takes(choice, { step, column: columns[at] ?? 0 }),
      );
      const step = steps[index];
      if (step === undefined) throw new Error('a chosen step is not enabled');
      this.#before.set(this.#reached);
      this.#listing.apply(this.#before, { column: choice.host, step }, this.#reached);
      this.#symmetry?.represent(this.#reached);
      this.#path.push(step.action);
      this.#transitions++;
      this.#passed++;
      this.#enabled += steps.length;
    }
  }

  /** The number of the row that the path leads to; it is kept if it is new. */
  #keep(row: Int32Array, parent: number): number {
    const { layout } = this.#rows;
    const kept = this.#rows.keep(row, parent, this.#path);
    if (this.#rows.layout !== layout) this.#judging.relayout(this.#rows.layout);
    this.#depth = Math.max(this.#depth, this.#rows.depth(kept));
    return kept;
  }
}

function takes({ host, actions }: Choice, { step, column }: StepAt): boolean {
  return column === host && actions.includes(step.action);
}
