/** One pass of a reduced search: the rows that it keeps, what sleeps in them, and the steps between them. */

import type { Judge } from '../judge.ts';
import { ActionSets } from './action-sets.ts';
import { cyclicRows, isAcyclic, rowsOnCycles } from './cycles.ts';
import { GrowingList } from './growing-list.ts';
import { Judging } from './judging.ts';
import { KeptRows } from './kept-rows.ts';
import type { ListedStep } from './listing.ts';
import { Marks } from './marks.ts';
import type { Obstacle } from './obstacles.ts';
import type { Tools } from './path.ts';
import { Path } from './path.ts';
import type { Choice } from './persistent-sets.ts';
import { SleepSets } from './sleep-sets.ts';
import type { Tally } from './tally.ts';
import { emptyTally } from './tally.ts';

const noSteps: readonly ListedStep[] = [];

/** Rows, from the first one on. */
export class Pass {
  readonly rows: KeptRows;
  readonly tally: Tally;
  /** The greatest length of the runs by which rows were found. */
  depth = 0;
  readonly #tools: Tools;
  readonly #judging: Judging;
  readonly #actionSets = new ActionSets();
  readonly #sleep = new SleepSets(this.#actionSets);
  /** Per row the steps that are enough, or why all are taken; null where those are all, or it isn't known. */
  readonly #choices: (Choice | Obstacle | null)[] = [];
  /** From, to, from, to: the steps between rows; those from a row to itself only where others are put off. */
  readonly #edges = new GrowingList();
  /** The rows on cycles, where nothing sleeps. */
  readonly #awake = new Set<number>();
  /** Rows to be expanded as if they never had been. */
  readonly #anew = new Set<number>();
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

  /** `letsSleep` is whether anything may sleep. */
  constructor(tools: Tools, letsSleep = true) {
    const { world, symmetry } = tools;
    this.tally = emptyTally(letsSleep);
    this.#tools = tools;
    this.#row = world.initial();
    symmetry?.states.begin(this.#row);
    this.rows = new KeptRows(world);
    this.#judging = new Judging(world, this.rows.layout, symmetry?.states ?? null);
    this.#path = new Path(tools, this.tally);
    this.#path.state.set(this.#row);
    this.#arrive(-1);
    this.judgeRows();
  }

  get judge(): Judge {
    return this.#judging.judge;
  }

  get bytes(): number {
    return (
      this.rows.bytes + this.#path.passed.bytes + this.#edges.items.byteLength + this.#sleep.bytes
    );
  }

  /** How many rows wait to be expanded. */
  get queue(): number {
    return this.rows.count - this.#next + this.#sleep.woken.length;
  }

  /** The row that is expanded next, one of those found first; -1 where none is left. */
  get next(): number {
    const { woken } = this.#sleep;
    if (woken.length > 0) return woken.at(woken.length - 1);
    return this.#next < this.rows.count ? this.#next : -1;
  }

  /** How many rows were expanded, and how many states passed through. */
  get size(): number {
    return this.#next + this.#path.passed.count;
  }

  /** Whether every choice would be made again as it was, by what is known now. */
  stands(): boolean {
    const { sets } = this.#tools;
    if (sets === null) return true;
    const state = new Int32Array(this.#row.length);
    for (let row = 0; row < this.#choices.length; row++) {
      const choice = this.#choiceAt(row);
      if (choice === null) continue;
      this.rows.read(row, state);
      if (!isAlike(choice, sets.choose(state))) return false;
    }
    return this.#path.stands(sets, state);
  }

  /** Judges the rows that were kept since it was asked last. */
  judgeRows(): void {
    this.#judging.states(this.rows.store, this.#judged);
    this.#judged = this.rows.count;
  }

  /** Expands the next row. */
  step(): void {
    const { woken } = this.#sleep;
    const { next } = this;
    if (woken.length > 0) woken.length--;
    else this.#next++;
    this.#expand(next);
  }

  /**
   * Once no row is left, has those on cycles expanded again on which steps were put off or slept, so that
   * none is for ever; whether there were any.
   */
  settle(): boolean {
    const { count } = this.rows;
    if (isAcyclic(this.#edges, count)) return this.next !== -1;
    const full = cyclicRows(this.#edges, count, (row) => this.#choiceAt(row) === null);
    for (const row of full) this.#fill(row, 'cycles');
    for (const row of [...full, ...this.#roused()]) this.#takeAnew(row);
    return this.next !== -1;
  }

  /** A row is to be expanded as if it never had been. */
  #takeAnew(row: number): void {
    if (this.#anew.has(row)) return;
    this.#anew.add(row);
    this.#sleep.woken.push(row);
  }

  /** The rows on cycles that something slept in, or after. */
  #roused(): readonly number[] {
    if (!this.tally.letsSleep) return [];
    const onCycles = rowsOnCycles(this.#edges, this.rows.count);
    const drowsy = onCycles.filter((row) => !this.#awake.has(row));
    this.tally.onCycles += drowsy.length;
    return drowsy.filter((row) => {
      this.#awake.add(row);
      return this.#sleep.rouse(row);
    });
  }

  /** All steps of a row are to be taken. */
  #fill(row: number, obstacle: Obstacle): void {
    const { inFull } = this.tally;
    this.#choices[row] = obstacle;
    inFull.set(obstacle, (inFull.get(obstacle) ?? 0) + 1);
  }

  #expand(row: number): void {
    const { listing } = this.#tools;
    this.rows.read(row, this.#row);
    listing.list(this.#row);
    if (listing.quiet) this.#judging.quiet(this.rows.store, row);
    const steps = this.#inOrder(listing.steps);
    const last = this.#sleep.expand(row);
    if (last === -1) this.#choose(row, steps.length);
    const choice = this.#choiceAt(row);
    this.#readSleep(row, last);
    const isAnew = last === -1 || this.#anew.delete(row) || this.#wakesOthers(steps, choice);
    const taken = this.#takeAll(row, steps, { choice, isAnew });
    const before = this.#takenOf.at(row);
    if (isAnew) this.tally.again += before;
    this.#takenOf.set(row, isAnew ? taken : before + taken);
  }

  /** Takes the steps of a row that don't sleep, of these only the woken ones unless it is anew; how many these are. */
  #takeAll(
    row: number,
    steps: readonly ListedStep[],
    { choice, isAnew }: { readonly choice: Choice | null; readonly isAnew: boolean },
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
      if (!isAnew && !this.#then.has(step.action)) continue;
      // Others were taken while it slept, and it doesn't stand for what follows them.
      if (this.#take(row, step) === row && !isAnew) this.#takeAnew(row);
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

  /** Chooses among the steps of a row that is expanded for the first time. */
  #choose(row: number, enabled: number): void {
    const { listing, sets } = this.#tools;
    this.tally.enabled += enabled;
    const choice = this.#choices[row] ?? sets?.choose(this.#row) ?? null;
    if (typeof choice === 'string') this.#fill(row, listing.quiet ? 'faults' : choice);
    else this.#choices[row] = choice?.actions.length === enabled ? null : choice;
  }

  /** The steps of an expanded row that are enough; null where all are taken. */
  #choiceAt(row: number): Choice | null {
    const choice = this.#choices[row] ?? null;
    return typeof choice === 'string' ? null : choice;
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
    return this.tally.letsSleep && !this.#awake.has(row);
  }

  /** Takes a step, and goes on to the next row: its number, -1 where what sleeps is in the way. */
  #take(row: number, step: ListedStep): number {
    const path = this.#path;
    path.begin(this.#row, step, this.#letsSleep(row) ? this.#sleepers : noSteps);
    if (path.asleep.length > 0) this.#sleep.lull(row);
    const target = path.follow(this.rows) ? this.#arrive(row) : -1;
    if (target !== -1 && (target !== row || this.#choiceAt(row) !== null)) {
      this.#edges.push(row);
      this.#edges.push(target);
    }
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
    const { layout } = this.rows;
    const kept = this.rows.keep(this.#path.state, parent, this.#path.actions);
    if (this.rows.layout !== layout) this.#judging.relayout(this.rows.layout);
    this.depth = Math.max(this.depth, this.rows.depth(kept));
    this.#choices.push(this.#path.choice);
    this.#takenOf.push(0);
    return kept;
  }
}

function isChosen(choice: Choice | null, { column, action }: ListedStep): boolean {
  return choice === null || (column === choice.host && choice.actions.includes(action));
}

function isAlike(one: Choice, other: Choice | Obstacle): boolean {
  if (typeof other === 'string' || one.host !== other.host) return false;
  return (
    one.actions.length === other.actions.length &&
    one.actions.every((action, at) => action === other.actions[at])
  );
}
