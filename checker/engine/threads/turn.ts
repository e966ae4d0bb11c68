/**
 * How threads take part in the phases of a round. A phase is a turn: its tasks are numbered, and whoever
 * is free takes the next one. All of it stands in the control block, as 32-bit integers that are read and
 * written atomically. The turn's number, whether it is open and how many threads have joined it are one
 * integer: a thread that comes late misses the turn, and nobody waits for it.
 */

import type { Task } from '../crew.ts';
import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';

/** What is to be done in a turn. */
export type Phase = 'expand' | Task;

/** The phases by number. */
const phases: readonly Phase[] = ['expand', 'hash', 'lookUp', 'append', 'spread'];

/** Where a field of the control block stands among the memory's integers. */
export function place(index: number): number {
  return field.control / 4 + index;
}

const turnAt = place(field.turn);
const numberShift = 8;
const open = 1 << 7;
const joined = open - 1;
/** More threads than this, the one that leads included, can't be counted in a turn. */
export const mostThreads = joined + 1;

/** Looks at a clock once in so many looks at a field. */
const looksAtOnce = 200;
/** To be woken takes as long as a short phase: so many milliseconds a turn is watched before sleeping. */
const watching = 0.1;

/** Opens the next turn. */
export function openTurn(ints: Int32Array, phase: Phase, tasks: number): void {
  Atomics.store(ints, place(field.phase), phases.indexOf(phase));
  Atomics.store(ints, place(field.taskCount), tasks);
  Atomics.store(ints, place(field.nextTask), 0);
  const number = (Atomics.load(ints, turnAt) >>> numberShift) + 1;
  Atomics.store(ints, turnAt, (number << numberShift) | open);
  Atomics.notify(ints, turnAt);
}

/** Closes the turn: nobody can join any more. */
export function closeTurn(ints: Int32Array): void {
  Atomics.and(ints, turnAt, ~open);
}

/** How many threads beside the leader are taking part in the turn. */
export function joinedThreads(ints: Int32Array): number {
  return Atomics.load(ints, turnAt) & joined;
}

/** Whether there are tasks in the turn that nobody has taken. */
export function hasTasks(ints: Int32Array): boolean {
  return Atomics.load(ints, place(field.nextTask)) < Atomics.load(ints, place(field.taskCount));
}

/** Waits for an open turn other than the one with number `last`, joins it and answers its number. */
export function joinTurn(ints: Int32Array, last: number): number {
  for (;;) {
    const turn = Atomics.load(ints, turnAt);
    const number = turn >>> numberShift;
    if (number === last || (turn & open) === 0) awaitChange(ints, turn, Infinity);
    else if (Atomics.compareExchange(ints, turnAt, turn, turn + 1) === turn) return number;
  }
}

/** Leaves the turn that was joined. */
export function leaveTurn(ints: Int32Array): void {
  const before = Atomics.sub(ints, turnAt, 1);
  if ((before & (open | joined)) === 1) Atomics.notify(ints, turnAt);
}

/**
 * Waits until those that joined have left, the leader is woken, or so many milliseconds are over;
 * answers whether they have left.
 */
export function awaitOthers(ints: Int32Array, milliseconds: number): boolean {
  const turn = Atomics.load(ints, turnAt);
  if ((turn & joined) > 0) awaitChange(ints, turn, milliseconds);
  return joinedThreads(ints) === 0;
}

/** Waits until the turn isn't as it was, or may not be: watching it at first, then asleep for so long. */
function awaitChange(ints: Int32Array, turn: number, asleep: number): void {
  const until = performance.now() + watching;
  do {
    for (let look = 0; look < looksAtOnce; look++) {
      if (Atomics.load(ints, turnAt) !== turn) return;
    }
  } while (performance.now() < until);
  Atomics.wait(ints, turnAt, turn, asleep);
}

/** Wakes whoever waits for others, who may have to wait no longer. */
export function wakeLeader(ints: Int32Array): void {
  Atomics.notify(ints, turnAt);
}

/** Takes tasks of the present turn until there are none; answers how many things were missed. */
export function work({ ints, kernel }: LinearMemory, misses: number): number {
  const phase = phases[Atomics.load(ints, place(field.phase))];
  if (phase === undefined) throw new Error('there is no such phase');
  const count = Atomics.load(ints, place(field.taskCount));
  const next = place(field.nextTask);
  let missed = 0;
  for (let task = Atomics.add(ints, next, 1); task < count; task = Atomics.add(ints, next, 1)) {
    if (phase === 'expand') missed = kernel.expand(task, misses, missed);
    else kernel[phase](task);
  }
  return missed;
}
