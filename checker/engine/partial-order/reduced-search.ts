/**
 * The search loop under partial order reduction, breadth first, in passes (see `pass.ts`): one begins anew where a
 * choice has turned out wrong. Most is learnt early, so that this costs little.
 */

import type { Action } from '../../state/action.ts';
import type { Finding, Judge } from '../judge.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import { Pace } from '../pace.ts';
import type { Ending, SearchLimits, SearchProgress, StopCause } from '../search.types.ts';
import { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';
import { ActionImages } from './action-images.ts';
import { ActionNumbers } from './action-numbers.ts';
import { Independence } from './independence.ts';
import { Listing } from './listing.ts';
import { Pass } from './pass.ts';
import type { Tools } from './path.ts';
import { PersistentSets } from './persistent-sets.ts';
import { realRun } from './real-run.ts';
import { SearchStopped } from './search-stopped.ts';
import type { LeftOut } from './tally.ts';
import { leftOut } from './tally.ts';

/** So many passes may try what was never met: to their ends, and in all. */
const curiousPasses = { whole: 4, all: 24 };
/** A pass that will be repeated goes on till it is so many times as large as the one before. */
const growth = 2;
/** Choices are looked at again once there are so many times as many as when they last were. */
const checkedAgain = 1.5;

/** A pass, and how its choices stand: all of it is made anew with the pass. */
interface Attempt {
  readonly pass: Pass;
  /** How large the pass is when it ends, once a choice of it has turned out wrong. */
  readonly wrongEnd: number;
  /** Whether a choice has turned out wrong. */
  isWrong: boolean;
  /** Whether something was met that may prove choices wrong. */
  hasNews: boolean;
  /** How large the pass was when its choices were looked at last. */
  checkedAt: number;
}

function attemptOf(pass: Pass, wrongEnd: number): Attempt {
  return { pass, wrongEnd, isWrong: false, hasNews: false, checkedAt: 0 };
}

/** A reduced search through one world. */
export class ReducedSearch {
  readonly #maxDepth: number;
  readonly #endsLevel: (judge: Judge) => boolean;
  readonly #actions = new ActionNumbers();
  readonly #sets: PersistentSets;
  readonly #tools: Tools;
  readonly #pace: Pace;
  readonly #progress = (): SearchProgress => this.#far();
  /** Runs to what earlier passes found. */
  readonly #earlier = new Map<string, readonly Action[]>();
  #attempt: Attempt;
  #passes = 1;

  /** `endsLevel` is asked at the end of each level whether what was found ends the search. */
  constructor(
    world: World,
    { usesSymmetry, ...limits }: Partial<SearchLimits> & { readonly usesSymmetry: boolean },
    endsLevel: (judge: Judge) => boolean,
  ) {
    this.#maxDepth = limits.maxDepth ?? Infinity;
    this.#endsLevel = endsLevel;
    this.#pace = new Pace(limits);
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
      mostStates: limits.maxStates ?? Infinity,
      throwIfStopped: () => this.#throwIfStopped(),
      listing: new Listing(world, this.#actions),
      sets: this.#sets,
      independence: new Independence(world, this.#sets),
      symmetry: states && { states, actions },
    };
    this.#sets.digest();
    this.#attempt = attemptOf(new Pass(this.#tools), 0);
  }

  get #pass(): Pass {
    return this.#attempt.pass;
  }

  get judge(): Judge {
    return this.#pass.judge;
  }

  /** Searches until all is seen that the reduction keeps, or a limit is hit. */
  run(): Ending {
    const stoppedBy = this.#searched();
    const { states, tally, depth, bytes } = this.#pass;
    return {
      complete: stoppedBy === null,
      stoppedBy,
      states: states.kept.count,
      transitions: tally.taken,
      depth,
      seconds: this.#pace.seconds,
      bytesPerState: bytes / states.kept.count,
    };
  }

  /** What the search left out, and what limited that. */
  get leftOut(): LeftOut {
    const { states, tally } = this.#pass;
    return leftOut(tally, { passes: this.#passes, notKept: states.count - states.kept.count });
  }

  /** The run to where a property was shown, not always a shortest one; null where none was. */
  runTo(name: string): readonly Action[] | null {
    const earlier = this.#earlier.get(name);
    if (earlier !== undefined) return earlier;
    const finding = this.judge.found.get(name);
    return finding === undefined ? null : this.#runOf(finding);
  }

  #runOf({ row, step }: Finding): readonly Action[] {
    const last = step === null ? null : this.#actions.number(step);
    const run = realRun(this.#tools, this.#pass.states.kept.run(row), last);
    return run.map((action) => this.#actions.action(action));
  }

  /** Searches, and judges what it has in the end. */
  #searched(): StopCause | null {
    try {
      this.#untilAllStands();
      return null;
    } catch (cause) {
      const isStopped = cause instanceof SearchStopped;
      if (!isStopped && !isOutOfMemory(cause)) throw cause;
      this.#judgeLast();
      return isStopped ? cause.by : 'memory';
    }
  }

  /** Judges the rows that were kept last, as far as memory allows. */
  #judgeLast(): void {
    try {
      this.#pass.judgeRows();
    } catch (cause) {
      if (!isOutOfMemory(cause)) throw cause;
    }
  }

  /** Begins again, with all that was learnt, until no choice of a whole pass has turned out wrong. */
  #untilAllStands(): void {
    let letsSleep = true;
    for (let whole = 0; ; ) {
      if (whole >= curiousPasses.whole || this.#passes > curiousPasses.all) this.#sets.settleDown();
      this.#wholePass();
      if (!this.#attempt.isWrong) return;
      const { next, states, tally } = this.#pass;
      if (next === -1) whole++;
      // To wake so many costs more than their sleep saves.
      letsSleep &&= tally.onCycles * 2 < states.kept.count;
      this.#begin(letsSleep);
    }
  }

  /**
   * Begins another pass. What this one found stays found: each of its rows ends a run whose steps were all enabled,
   * by what the machines do and no choice; all that may be wrong about a choice is what it left out. So a row that
   * shows a property shows it whatever is learnt later, and so does a quiet one, of which all steps were listed.
   * Only what wasn't found is unknown until a pass is over whose choices stand.
   */
  #begin(letsSleep: boolean): void {
    const { size, judge } = this.#pass;
    const { found } = judge;
    for (const [name, finding] of found) {
      if (!this.#earlier.has(name)) this.#earlier.set(name, this.#runOf(finding));
    }
    this.#sets.digest();
    this.#attempt = attemptOf(new Pass(this.#tools, { letsSleep, found }), size * growth);
    this.#passes++;
  }

  /** Whether the pass has to be repeated, and has learnt enough for that. */
  get #isOver(): boolean {
    const { isWrong, pass, wrongEnd } = this.#attempt;
    return isWrong && pass.size >= wrongEnd;
  }

  /** Expands until there is nothing new, and no cycle on which a step is put off for ever. */
  #wholePass(): void {
    const attempt = this.#attempt;
    for (;;) {
      this.#levels();
      if (this.#isOver) return;
      if (attempt.pass.settle()) continue;
      if (!attempt.isWrong) this.#check();
      if (!attempt.hasNews || attempt.isWrong) return;
    }
  }

  #levels(): void {
    const attempt = this.#attempt;
    const { pass } = attempt;
    while (pass.next !== -1 && !this.#isOver) {
      this.#level(pass.states.kept.count);
      pass.judgeRows();
      if (this.#endsLevel(pass.judge)) throw new SearchStopped('violation');
      if (this.#sets.digest()) attempt.hasNews = true;
      const isDue = pass.size >= attempt.checkedAt * checkedAgain;
      if (attempt.hasNews && isDue && !attempt.isWrong) this.#check();
    }
  }

  /** Looks at all choices again if there are news; that may bring others. */
  #check(): void {
    const attempt = this.#attempt;
    if (this.#sets.digest()) attempt.hasNews = true;
    if (!attempt.hasNews) return;
    attempt.checkedAt = attempt.pass.size;
    attempt.isWrong = !attempt.pass.stands();
    attempt.hasNews = this.#sets.digest();
  }

  /** Expands all rows before `end`. */
  #level(end: number): void {
    const pass = this.#pass;
    for (let row = pass.next; row !== -1 && row < end && !this.#isOver; row = pass.next) {
      if (pass.states.kept.depth(row) >= this.#maxDepth) throw new SearchStopped('max-depth');
      pass.step();
      this.#throwIfStopped();
    }
  }

  #throwIfStopped(): void {
    const stopped = this.#pace.tick(this.#progress);
    if (stopped !== null) throw new SearchStopped(stopped);
  }

  /** Its states are those that a limit counts: also those that are passed through. */
  #far(): SearchProgress {
    const { states, tally, depth, queue, bytes } = this.#pass;
    return { states: states.count, transitions: tally.taken, depth, queue, bytes };
  }
}
