/** The search loop: expands states in the order in which they were found, until there are no more. */

import { isAnyOfSteps } from '../model/property-kinds.ts';
import type { Checkpoints, Course } from './checkpoint/checkpoints.ts';
import { keepingOf } from './checkpoint/keeping.ts';
import type { SavedSearch } from './checkpoint/saved-search.ts';
import { Combinations } from './combinations.ts';
import type { Errand } from './errand.ts';
import { finish, finishAsMemoryAllows, noErrand } from './errand.ts';
import type { EndsLevel } from './judge.ts';
import { Judge } from './judge.ts';
import { chunkFound, chunkSteps } from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import { Layout } from './layout.ts';
import type { Expansion } from './levels.ts';
import { Levels } from './levels.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { Pace } from './pace.ts';
import { RoundJudge } from './round-judge.ts';
import type { RowRange } from './rounds.ts';
import { manyChunks, Rounds } from './rounds.ts';
import { RowsNotWritten } from './row-file.ts';
import { RowStore } from './row-store.ts';
import type { NotedEnding, SearchProgress, SearchOptions, StopCause } from './search.types.ts';
import { StepTables } from './step-tables.ts';
import { KernelTables } from './symmetry/kernel-tables.ts';
import { PropertyWatch } from './symmetry/property-watch.ts';
import { representCandidates } from './symmetry/representatives.ts';
import { Symmetry } from './symmetry/symmetry.ts';
import { shardsFor, VisitedSet } from './visited-set.ts';
import type { Occupied } from './workplace.ts';
import { occupiedWorkplace } from './workplace.ts';
import type { World } from './world.ts';

/** A breadth-first search through one world. */
export class Search {
  readonly judge: Judge;
  /** Null where states are taken as they are. */
  readonly symmetry: Symmetry | null;
  /** The first row of each level, by distance from the initial state; the last may have none yet. */
  readonly levelStarts: number[] = [0];
  /** What was taken so far, and how far it led. */
  transitions = 0;
  depth = 0;
  /** The rows before this one are expanded, but for late ones as long as their level isn't done. */
  expanded = 0;
  /** Where the search is done. Once it has run somebody else may go on there, or leave. */
  readonly workplace: Occupied;
  readonly #world: World;
  readonly #limits: SearchOptions;
  readonly #endsLevel: EndsLevel;
  readonly #watch: PropertyWatch | null;
  readonly #judging: RoundJudge;
  readonly #pace: Pace;
  /** Each lets go of something that the search holds. */
  readonly #held: (() => void)[] = [];
  readonly #memory: LinearMemory;
  readonly #checkpoints: Checkpoints | null;
  /** What rows and visited set may take before rows go to a file. */
  readonly #rowBytes: number;
  readonly #tables: StepTables;
  /** Null where states are taken as they are. */
  readonly #images: KernelTables | null;
  readonly #rounds: Rounds;
  readonly #visited: VisitedSet;
  readonly #levels: Levels;
  /** New rows of the last round that are on their way into the store. */
  #keeping: Errand = noErrand;
  /** What that round left to be done while the next one's rows are expanded: first what can't fail. */
  readonly #unfinished: Errand = {
    next: () => this.#keeping.next() || this.#judging.judging.next() || this.judge.prepareFlags(),
  };
  #store: RowStore;

  /** `endsLevel` is asked at the end of each level whether what was found ends the search. */
  constructor(world: World, options: SearchOptions, endsLevel: EndsLevel) {
    this.#world = world;
    this.#limits = options;
    this.#pace = new Pace(options);
    this.#endsLevel = endsLevel;
    this.symmetry = options.usesSymmetry === true ? new Symmetry(world) : null;
    try {
      const { saved, checkpoints } = keepingOf(world, options, this.#pace.clock);
      this.#checkpoints = checkpoints;
      this.#held.push(() => checkpoints?.close());
      const first = world.initial();
      this.symmetry?.begin(first);
      this.#watch = this.symmetry && new PropertyWatch(world, this.symmetry);
      const layout = new Layout(world.sizes());
      const { workers = 1, store: kind = 'exact', memory: bytes = Infinity } = options;
      const listsAll = options.listsAll === true || isAnyOfSteps(world.loaded.model.properties);
      this.workplace = occupiedWorkplace(workers);
      const { memory, crew, leave } = this.workplace;
      this.#held.push(leave);
      this.#memory = memory;
      this.#tables = new StepTables(world, layout, memory, listsAll);
      this.#images = this.symmetry && new KernelTables(memory, this.symmetry.tables, manyChunks);
      // The rows themselves are needed only to look back: fingerprints make do without them.
      const isFingerprinted = kind === 'fingerprint';
      this.#rowBytes = isFingerprinted ? 0 : bytes;
      const shards = shardsFor(workers);
      const plan = { isFingerprinted, hashesAtOnce: this.symmetry === null, chunks: manyChunks };
      const workshop = { memory, crew, tables: this.#tables, shards, ...plan };
      this.#rounds = new Rounds(workshop, layout.words);
      this.judge = new Judge(world, layout, this.#tables.blocks);
      this.judge.rememberIn(new Combinations(memory, memory.kernel));
      this.#judging = new RoundJudge(memory, this.judge, this.#watch);
      this.#store = new RowStore(layout);
      this.#held.push(() => this.#store.close());
      this.#visited = new VisitedSet(memory, crew, { words: layout.words, shards, kind });
      this.#levels = new Levels(memory, layout);
      if (saved === null) {
        this.#store.append(layout.packed(first), 0);
        this.#levels.fill(this.#store, 0);
        this.#visited.fill(this.#store);
      } else this.#resume(saved, first, options);
    } catch (cause) {
      this.close();
      throw cause;
    }
  }

  /** What the search's next rounds depend on, at the end of a level. */
  get course(): Course {
    return { rounds: this.#rounds.history, levels: this.#levels, resolved: this.#tables.resolved };
  }

  /** All rows found so far. */
  get store(): RowStore {
    return this.#store;
  }

  /** Searches until all is seen or a limit is hit. */
  run(): NotedEnding {
    let stoppedBy: StopCause | null;
    const notes: string[] = [];
    try {
      this.#judging.begin(this.#store, this.expanded);
      const goesOn = this.expanded === 0 || !this.#endsLevel(this.judge, this.depth);
      stoppedBy = goesOn ? this.#searchLevels() : 'violation';
    } catch (cause) {
      if (cause instanceof RowsNotWritten) notes.push(cause.message);
      else if (!isOutOfMemory(cause)) throw cause;
      stoppedBy = cause instanceof RowsNotWritten ? 'disk' : 'memory';
      finishAsMemoryAllows(this.#unfinished);
    }
    this.#checkpoints?.conclude(this);
    const { count: states, bytes } = this.#store;
    return {
      complete: stoppedBy === null,
      stoppedBy,
      states,
      transitions: this.transitions,
      depth: this.depth,
      seconds: this.#pace.seconds,
      bytesPerState: (bytes + this.#visited.bytes) / states,
      notes: [...notes, ...this.#visited.notes(states)],
    };
  }

  #resume(saved: SavedSearch, first: Int32Array, { onResumed }: SearchOptions): void {
    saved.restoreRows(this.#store, first, () => this.#finishRound());
    const { levelStarts, transitions, depth } = saved.manifest;
    for (const start of levelStarts.slice(1)) this.levelStarts.push(start);
    this.expanded = levelStarts.at(-1) ?? 0;
    this.transitions = transitions;
    this.depth = depth;
    this.judge.resume(saved.findings);
    finish(this.#tables.resolving(Int32Array.from(saved.resolved)));
    this.#rounds.resume(saved.manifest.rounds);
    this.#levels.resume(this.#store, this.expanded, saved.level());
    this.#visited.fill(this.#store);
    onResumed?.({ states: this.#store.count, transitions, depth });
  }

  #searchLevels(): StopCause | null {
    const { maxDepth = Infinity } = this.#limits;
    for (;;) {
      if (this.depth >= maxDepth) return 'max-depth';
      const levelEnd = this.#store.count;
      let stopped: StopCause | null;
      try {
        stopped = this.#levels.expand(this.#expandSome);
      } finally {
        // Also where memory ends in the middle of a level: what was found by then is told.
        if (this.#store.count > levelEnd) {
          this.depth++;
          this.levelStarts.push(levelEnd);
        }
        finish(this.#unfinished);
      }
      this.#finishRound();
      if (stopped !== null) return stopped;
      if (this.#store.count === levelEnd) return null;
      const isOver = this.#endsLevel(this.judge, this.depth);
      this.#checkpoints?.levelEnded(this);
      if (isOver) return 'violation';
      this.#levels.advance();
    }
  }

  /** Goes through one round. */
  readonly #expandSome: Expansion = (block, first) => {
    const range = this.#rounds.expand(block, first, this.#unfinished);
    this.#finishRound();
    const missed = this.#rounds.missed();
    this.symmetry?.settle();
    this.#judging.steps(this.#store, this.#rounds, this.#tables.blocks);
    if (this.#images !== null && !representCandidates(this.#rounds, this.#images, this.#tables)) {
      this.#widen();
      return 0;
    }
    this.#rounds.eachLate((late) => this.#levels.leave(late));
    const stopped = this.#conclude(range, this.#tables.resolving(missed));
    if (stopped !== null) return stopped;
    if (!this.#tables.fits()) this.#widen();
    return range.count;
  };

  /** Judges what was expanded, looks up its successors, and keeps those that are new. */
  #conclude(range: RowRange, errand: Errand): StopCause | null {
    const { maxStates = Infinity } = this.#limits;
    const { chunks, used } = this.#rounds;
    this.transitions += chunks.sum(used, chunkSteps);
    this.#judging.quiet(this.#store, this.#rounds);
    if (range.block.numbers === null) this.expanded += range.count;
    this.#visited.makeRoom(this.#store, chunks.sum(used, chunkFound), errand);
    const fresh = this.#rounds.lookUp(errand);
    const number = this.#store.count;
    const most = Math.min(fresh, Math.max(0, maxStates - number));
    const kept = this.#rounds.append(this.#levels.next, { most, number }, errand);
    // How much of it was done by now depends on the threads; what comes of it must not.
    finish(errand);
    this.#keep(kept);
    if (fresh > most) return 'max-states';
    return this.#pace.tick(() => this.#progress());
  }

  /** Takes new rows into the store, and notes those about which a question is open. */
  #keep({ block, first, count }: RowRange): void {
    const number = this.#store.count;
    const address = block.rows + first * this.#store.layout.words * 4;
    this.#keeping = this.#store.appending(this.#memory.ints, address / 4, count);
    // Whoever watches orbits looks at the rows at once.
    if (this.#watch !== null) finish(this.#keeping);
    this.#judging.note(this.#store, this.#rounds, { number, address });
  }

  /** Ends a round for good: what it noted is judged, and its rows are kept. */
  #finishRound(): void {
    finish(this.#unfinished);
    this.#store.spill(Math.max(0, this.#rowBytes - this.#visited.bytes));
  }

  #progress(): SearchProgress {
    const states = this.#store.count;
    return {
      states,
      transitions: this.transitions,
      depth: this.depth,
      queue: states - this.expanded,
      bytes: this.#store.bytes + this.#visited.bytes,
    };
  }

  /** Goes over to a layout in which every number fits that was given so far. */
  #widen(): void {
    // What the round left undone stands in a frontier that is about to move.
    this.#finishRound();
    const old = this.#store;
    const layout = new Layout(this.#world.sizes());
    const { store, errand } = old.repacking(layout);
    this.#held.push(() => store.close());
    this.#tables.relayout(layout);
    this.#visited.relayout(store, errand);
    // Where memory or disk fail before this, what was found can still be looked at; after it as well.
    this.#store = store;
    this.judge.relayout(layout);
    this.#watch?.relayout(layout);
    old.close();
    this.#levels.relayout(old.layout, layout);
    this.#rounds.relayout(layout.words);
  }

  /** Gives its tables to whoever goes on in its memory, where it frees all else. To be called once, after `run`. */
  handOver(): StepTables {
    this.judge.rememberIn(null);
    this.#rounds.release();
    this.#levels.release();
    this.#memory.clearFar();
    return this.#tables;
  }

  /** Lets go of what only a search in progress needs. */
  close(): void {
    for (const release of this.#held.splice(0)) release();
  }
}
