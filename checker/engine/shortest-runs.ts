/**
 * The canonical run to what a search found (R19): of all shortest runs to any state or step that shows
 * it, those with the fewest faults; of these, those with the fewest changes of host; of these, the
 * first in the order of actions, action by action from the start.
 *
 * A change of host is an action at another host than the last action that was at a host. A message is
 * delivered, lost and duplicated at its receiver; partitions and heals are at no host and change none.
 *
 * All that show a property at the shortest distance are the goal. One pass goes back over the levels
 * of the search, for all properties at once, lists the steps of every row again and keeps the rows
 * that have a successor among those kept before, with what is best ahead of them (`Prospects`). Then
 * the run is read off from the start: at each state the first action that leaves the best possible.
 * No parents are read, so the run depends on nothing but which rows each level has.
 *
 * Takes the time of the search up to the level of the goal at most, and 12 bytes or so for each row
 * on a shortest run.
 */

import type { Action } from '../state/action.ts';
import type { Finding } from './judge.ts';
import { ListedSteps } from './listed-steps.ts';
import { Prospects } from './prospects.ts';
import { RowIndex } from './row-index.ts';
import type { RowStore } from './row-store.ts';
import type { ShownBy } from './shown-by.ts';
import { shownBy } from './shown-by.ts';
import type { Symmetry } from './symmetry/symmetry.ts';
import type { World } from './world.ts';

/** What is left of a breadth-first search. */
export interface Searched {
  readonly store: RowStore;
  /** The first row of each level; a level is the distance from the initial state. */
  readonly levelStarts: readonly number[];
  /**
   * The rows before this one were expanded, all those of a level before any of the next; but maybe not
   * some of the last level, where a limit ended the search within it.
   */
  readonly expanded: number;
  /** Null where the rows are not representatives. */
  readonly symmetry: Symmetry | null;
}

/** What a run is to lead to, and from which rows of each level it can. */
interface Goal {
  readonly property: string;
  readonly shownBy: ShownBy;
  readonly level: number;
  /** By level. */
  readonly ahead: Prospects[];
}

/** How many rows are looked at between two questions whether to stop. */
const rowsBetweenStops = 1 << 12;

/** The level of a row. */
export function levelOf(row: number, levelStarts: readonly number[]): number {
  return levelStarts.findLastIndex((start) => start <= row);
}

/**
 * The canonical runs to findings, by property; null where `stop` answered true meanwhile. A search
 * that was stopped within a level knows but a part of that level, and then the run is the best of
 * what it knows.
 */
export function shortestRuns(
  world: World,
  searched: Searched,
  { findings, stop }: Wanted,
): ReadonlyMap<string, readonly Action[]> | null {
  if (findings.size === 0) return new Map();
  const { levelStarts } = searched;
  const goals = [...findings].map(
    ([property, { row }]): Goal => ({
      property,
      shownBy: shownBy(world.loaded, property),
      level: levelOf(row, levelStarts),
      ahead: [],
    }),
  );
  const steps = new ListedSteps(world, searched.store, searched.symmetry);
  try {
    const isDone = new Return(steps, goals, searched).run(world.hosts.length, stop);
    return isDone ? new Map(goals.map((goal) => [goal.property, readOff(steps, goal)])) : null;
  } finally {
    steps.close();
  }
}

/** What runs are wanted to. */
export interface Wanted {
  readonly findings: ReadonlyMap<string, Finding>;
  /** Asked now and then, with the number of rows that are left to look at. */
  readonly stop: (left: number) => boolean;
}

/** A goal beyond the present level. */
interface Farther {
  /** The rows of the present level from which it is reached. */
  readonly here: Prospects;
  /** Those of the next. */
  readonly next: Prospects;
  readonly index: RowIndex;
}

/** The pass back over the levels. */
class Return {
  readonly #steps: ListedSteps;
  readonly #goals: readonly Goal[];
  readonly #searched: Searched;
  #farther: readonly Farther[] = [];
  #layouts = 0;

  constructor(steps: ListedSteps, goals: readonly Goal[], searched: Searched) {
    this.#steps = steps;
    this.#goals = goals;
    this.#searched = searched;
  }

  /** False where it was stopped. */
  run(hosts: number, stop: Wanted['stop']): boolean {
    const deepest = Math.max(...this.#goals.map(({ level }) => level));
    for (let level = deepest; level >= 0; level--) {
      for (const goal of this.#goals) {
        if (goal.level >= level) goal.ahead[level] = new Prospects(hosts);
      }
      this.#lookAhead(level);
      if (!this.#level(level, stop)) return false;
    }
    return true;
  }

  #lookAhead(level: number): void {
    this.#layouts = this.#steps.layouts;
    this.#farther = this.#goals.flatMap(({ ahead }) => {
      const [here, next] = [ahead[level], ahead[level + 1]];
      if (here === undefined || next === undefined) return [];
      return [{ here, next, index: new RowIndex(this.#steps.store, next.rows, next.count) }];
    });
  }

  #level(level: number, stop: Wanted['stop']): boolean {
    const { levelStarts, store, expanded } = this.#searched;
    const near = this.#goals.filter((goal) => goal.level === level);
    const needsSteps = this.#farther.length > 0 || near.some(({ shownBy }) => shownBy !== 'state');
    const start = levelStarts[level] ?? 0;
    const end = levelStarts[level + 1] ?? store.count;
    for (let row = start; row < end; row++) {
      if (row % rowsBetweenStops === 0 && stop(start + end - row)) return false;
      const isListed = needsSteps && row < expanded;
      const count = isListed ? this.#steps.list(row) : 0;
      if (this.#layouts !== this.#steps.layouts) this.#lookAhead(level);
      if (count > 0) for (const farther of this.#farther) this.#advance(farther, row, count);
      for (const goal of near) {
        if (goal.shownBy === 'state' || isListed) this.#arrive(goal, row, count);
      }
    }
    return true;
  }

  /** Keeps a row if a goal lies ahead of one of its successors. */
  #advance({ here, next, index }: Farther, row: number, count: number): void {
    const steps = this.#steps;
    const { words } = steps.store.layout;
    const { representatives } = steps;
    here.draft();
    for (let entry = 0, at = 0; entry < count; entry++, at += words) {
      const place = index.find(representatives, at);
      if (place < 0) continue;
      const action = steps.numberOf(entry);
      const step = { fault: steps.fault(action), host: steps.host(action) };
      here.advance(step, next, place, (host) => steps.hostIn(entry, host));
    }
    here.keep(row);
  }

  /** Keeps a row of the goal's own level if it is part of the goal. */
  #arrive({ property, shownBy, ahead, level }: Goal, row: number, count: number): void {
    const steps = this.#steps;
    const here = ahead[level];
    if (here === undefined) return;
    here.draft();
    if (shownBy === 'step') {
      for (let entry = 0; entry < count; entry++) {
        if (!steps.stepShows(property, entry)) continue;
        const action = steps.numberOf(entry);
        here.finish(steps.fault(action), steps.host(action));
      }
    } else if ((shownBy === 'state' || steps.quiet) && steps.rowShows(property, row)) {
      here.arrive();
    }
    here.keep(row);
  }
}

/** The run to a goal, from the start on. */
function readOff(steps: ListedSteps, goal: Goal): readonly Action[] {
  const run: Action[] = [];
  let way: Way = { row: 0, state: null, place: 0, host: -1, hostIn: -1 };
  for (let level = 0; level < goal.level; level++) {
    const [number, next] = firstOnward(steps, goal, { level, way });
    run.push(steps.action(number));
    way = next;
  }
  if (goal.shownBy === 'step') run.push(lastStep(steps, goal, way));
  return run;
}

/** How far a run has come. */
interface Way {
  /** The row that it has come to, or that row's representative. */
  readonly row: number;
  /** The state itself where the row may be a representative; null where it is the row. */
  readonly state: Int32Array | null;
  /** Where the row stands among those of its level. */
  readonly place: number;
  /** The host of the last action that was at one; -1 where none was. */
  readonly host: number;
  /** Where that host is found in the row. */
  readonly hostIn: number;
}

interface Stop {
  readonly level: number;
  readonly way: Way;
}

/** The first step, in the order of actions, that leaves the best that is possible. */
function firstOnward(steps: ListedSteps, goal: Goal, { level, way }: Stop): readonly [number, Way] {
  const [here, next] = [goal.ahead[level], goal.ahead[level + 1]];
  if (here === undefined || next === undefined) throw noWay(goal);
  const count = listed(steps, way);
  const { store, representatives } = steps;
  const index = new RowIndex(store, next.rows, next.count);
  const [faults, changes] = [here.faults(way.place), here.changes(way.place, way.hostIn)];
  for (let entry = 0; entry < count; entry++) {
    const place = index.find(representatives, entry * store.layout.words);
    if (place < 0) continue;
    const number = steps.numberOf(entry);
    const host = steps.host(number) < 0 ? way.host : steps.host(number);
    if (steps.fault(number) + next.faults(place) !== faults) continue;
    const hostIn = steps.hostIn(entry, host);
    if (change(way.host, host) + next.changes(place, hostIn) !== changes) continue;
    const state = steps.isSymmetric ? steps.stateAfter(entry) : null;
    return [number, { row: next.rows[place] ?? 0, state, place, host, hostIn }];
  }
  throw noWay(goal);
}

function listed(steps: ListedSteps, { row, state }: Way): number {
  return state === null ? steps.list(row) : steps.listOf(state);
}

function lastStep(steps: ListedSteps, goal: Goal, way: Way): Action {
  const { place, host, hostIn } = way;
  const here = goal.ahead[goal.level];
  if (here === undefined) throw noWay(goal);
  const count = listed(steps, way);
  for (let entry = 0; entry < count; entry++) {
    if (!steps.stepShows(goal.property, entry)) continue;
    const number = steps.numberOf(entry);
    const at = steps.host(number) < 0 ? host : steps.host(number);
    if (steps.fault(number) !== here.faults(place)) continue;
    if (change(host, at) === here.changes(place, hostIn)) return steps.action(number);
  }
  throw noWay(goal);
}

function change(from: number, to: number): 0 | 1 {
  return from < 0 || from === to ? 0 : 1;
}

function noWay({ property }: Goal): Error {
  return new Error(`no run leads to what the search found of '${property}'`);
}
