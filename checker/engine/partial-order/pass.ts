/** One pass of a reduced search: the rows that it keeps, what sleeps in them, and the steps between them. */

import { GrowingList } from '../growing-list.ts';
import type { Finding, Judge } from '../judge.ts';
import { ActionSets } from './action-sets.ts';
import { Choices, isChosen } from './choices.ts';
import { CycleWatch } from './cycle-watch.ts';
import { Judging } from './judging.ts';
import type { ListedStep } from './listing.ts';
import { Marks } from './marks.ts';
import { MetStates } from './met-states.ts';
import type { Tools } from './path.ts';
import { Path } from './path.ts';
import type { Choice } from './persistent-sets.ts';
import { SleepSets } from './sleep-sets.ts';
import type { Tally } from './tally.ts';
import { emptyTally } from './tally.ts';

const noSteps: readonly ListedStep[] = [];
/** Rows are judged so many at a time, so that few wait for it wherever the search is stopped. */
const judgedTogether = 1000;

/** How a pass is made. */
export interface PassOptions {
  /** Whether anything may sleep. Default: yes. */
  readonly letsSleep?: boolean;
  /** What earlier passes found, which is asked no more. Default: nothing. */
  readonly found?: Iterable<readonly [string, Finding]>;
}

/** Rows, from the first one on. */
export class Pass {
  readonly states: MetStates;
  readonly tally: Tally;
  /** The greatest length of the runs by which rows were found. */
  depth = 0;
  readonly #tools: Tools;
  readonly #judging: Judging;
  readonly #actionSets = new ActionSets();
  readonly #sleep = new SleepSets(this.#actionSets);
  readonly #choices: Choices;
  readonly #cycles: CycleWatch;
  /** Rows of which all chosen steps are to be taken once more, and not the woken ones alone. */
  readonly #repeated = new Set<number>();
  /** The row that is expanded, and those of its steps that sleep or were taken. */
  readonly #row: Int32Array;
  readonly #sleepers: ListedStep[] = [];
  /** How many steps of each row were taken. */
  readonly #takenOf = new GrowingList();
  readonly #path: Path;
  readonly #list = new GrowingList();
  readonly #now = new Marks();
  readonly #then = new Marks();
  #next = 0;
  #judged = 0;

  constructor(tools: Tools, { letsSleep = true, found = [] }: PassOptions = {}) {
    const { world, symmetry, mostStates, throwIfStopped } = tools;
    this.tally = emptyTally(letsSleep);
    this.#tools = tools;
    this.#choices = new Choices(this.tally);
    const watched = { choices: this.#choices, sleep: this.#sleep, tally: this.tally };
    this.#cycles = new CycleWatch(watched, throwIfStopped);
    this.#row = world.initial();
    symmetry?.states.begin(this.#row);
    this.states = new MetStates(world, mostStates);
    this.#judging = new Judging(world, this.states.kept.layout, symmetry?.states ?? null);
    this.judge.resume(found);
    this.#path = new Path(tools, this.states, this.tally);
    this.#path.state.set(this.#row);
    this.#path.kept = this.states.kept.find(this.#row);
    this.#arrive(-1);
    this.judgeRows();
  }

  get judge(): Judge {
    return this.#judging.judge;
  }

  get bytes(): number {
    return this.states.bytes + this.#cycles.bytes + this.#sleep.bytes;
  }

  /** How many rows wait to be expanded. */
  get queue(): number {
    return this.states.kept.count - this.#next + this.#sleep.woken.length;
  }

  /** The row that is expanded next, one of those found first; -1 where none is left. */
  get next(): number {
    const { woken } = this.#sleep;
    if (woken.length > 0) return woken.at(woken.length - 1);
    return this.#next < this.states.kept.count ? this.#next : -1;
  }

  /** How many rows were expanded, and how many states passed through. */
  get size(): number {
    return this.#next + this.states.passed.count;
  }

  /**
   * Whether every choice would be made again as it was, by what is known now.
   * @throws SearchStopped where the search is stopped meanwhile.
   */
  stands(): boolean {
    const { sets, throwIfStopped } = this.#tools;
    if (sets === null) return true;
    return this.#choices.stand(this.states.kept, sets, throwIfStopped) && this.#path.stands(sets);
  }

  /** Judges the rows that were kept since it was asked last. */
  judgeRows(): void {
    this.#judging.states(this.states.kept.store, this.#judged);
    this.#judged = this.states.kept.count;
  }

  /** Expands the next row. */
  step(): void {
    const { woken } = this.#sleep;
    const { next } = this;
    if (woken.length > 0) woken.length--;
    else this.#next++;
    this.#expand(next);
    if (this.states.kept.count - this.#judged >= judgedTogether) this.judgeRows();
  }

  /**
   * Once no row is left, has those on cycles expanded again on which steps were put off or slept, so that
   * none is for ever; whether there were any.
   * @throws SearchStopped where the search is stopped meanwhile.
   */
  settle(): boolean {
    for (const row of this.#cycles.unsettled(this.states.kept.count)) this.#repeat(row);
    return this.next !== -1;
  }

  /** All chosen steps of an expanded row are to be taken once more. */
  #repeat(row: number): void {
    if (this.#repeated.has(row)) return;
    this.#repeated.add(row);
    this.#sleep.woken.push(row);
  }

  #expand(row: number): void {
    const { listing, sets } = this.#tools;
    const { kept } = this.states;
    kept.read(row, this.#row);
    listing.list(this.#row);
    if (listing.quiet) this.#judging.quiet(kept.store, row);
    const steps = this.#inOrder(listing.steps);
    const last = this.#sleep.expand(row);
    if (last === -1) this.#choices.choose(row, this.#row, listing, sets);
    const choice = this.#choices.at(row);
    this.#readSleep(row, last);
    const takesAll = last === -1 || this.#repeated.delete(row) || this.#wakesOthers(steps, choice);
    const taken = this.#takeSome(row, steps, { choice, takesAll });
    const before = this.#takenOf.at(row);
    if (takesAll) this.tally.retaken += before;
    this.#takenOf.set(row, takesAll ? taken : before + taken);
  }

  /** Takes the chosen steps of a row that don't sleep, or of these only the woken ones; how many it takes. */
  #takeSome(
    row: number,
    steps: readonly ListedStep[],
    { choice, takesAll }: { readonly choice: Choice | null; readonly takesAll: boolean },
  ): number {
    this.#sleepers.length = 0;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step !== undefined && this.#now.has(step.action)) this.#sleepers.push(step);
    }
    let taken = 0;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step === undefined || this.#now.has(step.action) || !isChosen(choice, step)) continue;
      if (!takesAll && !this.#then.has(step.action)) continue;
      // Others were taken while it slept, and it doesn't stand for what follows them.
      if (this.#take(row, step) === row && !takesAll) this.#repeat(row);
      taken++;
    }
    return taken;
  }

  /**
   * The steps of a row as they are taken: images of one another side by side, so that in most images of
   * a row they come in the order of their images, and the same steps sleep.
   */
  #inOrder(listed: readonly ListedStep[]): readonly ListedStep[] {
    const { symmetry } = this.#tools;
    if (symmetry === null) return listed;
    const { actions } = symmetry;
    return listed.toSorted(
      (one, other) => actions.classOf(one.action) - actions.classOf(other.action),
    );
  }

  /** Marks what sleeps in a row now, and what did when it was expanded last. */
  #readSleep(row: number, last: number): void {
    const now = this.#sleep.of(row);
    this.#actionSets.read(now, this.#list);
    this.#now.take(this.#list);
    this.tally.asleep += this.#list.length;
    if (last === -1) return;
    this.#actionSets.read(last, this.#list);
    this.#then.take(this.#list);
    this.tally.asleep -= this.#list.length;
  }

  /** Whether steps were woken that need not be taken; they slept after those that were. */
  #wakesOthers(steps: readonly ListedStep[], choice: Choice | null): boolean {
    return steps.some(
      (step) =>
        this.#then.has(step.action) && !this.#now.has(step.action) && !isChosen(choice, step),
    );
  }

  #letsSleep(row: number): boolean {
    return this.tally.letsSleep && !this.#cycles.isOnCycle(row);
  }

  /** Takes a step, and goes on to the next row: its number, -1 where what sleeps is in the way. */
  #take(row: number, step: ListedStep): number {
    const path = this.#path;
    path.begin(this.#row, step, this.#letsSleep(row) ? this.#sleepers : noSteps);
    if (path.asleep.length > 0) this.#sleep.sleepsAfter(row);
    const target = path.follow() ? this.#arrive(row) : -1;
    if (target !== -1) this.#cycles.add(row, target);
    // What changes nothing never sleeps: it may not stand for what leads on.
    if (target !== row) this.#sleepers.push(step);
    return target;
  }

  /** The number of the row that the path leads to; it is kept if it is new. */
  #arrive(parent: number): number {
    const { kept } = this.#path;
    const row = kept === -1 ? this.#keep(parent) : kept;
    if (row !== parent) this.#sleep.reach(row, this.#actionSets.number(this.#path.asleep));
    return row;
  }

  #keep(parent: number): number {
    const { states } = this;
    const row = states.keep(this.#path.state, parent, this.#path.actions);
    this.depth = Math.max(this.depth, states.kept.depth(row));
    this.#choices.add(this.#path.choice);
    this.#takenOf.push(0);
    return row;
  }
}
