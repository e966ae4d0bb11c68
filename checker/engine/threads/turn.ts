/**
 * How threads take part in the phases of a round. A phase is a turn: its tasks are numbered, and whoever
 * is free takes the next one. All of it stands in the control block, as 32-bit integers that are read and
 * written atomically. The turn's number and how many threads take part in it are one integer: a thread that
 * became ready while a turn began is not waited for, so nothing else that it reads need be of that turn.
 */

import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';

/** What is to be done in a turn. */
export type Phase = 'expand' | 'hash' | 'lookUp' | 'append' | 'spread' | 'leave';

/** The phases by number. */
export const phases: readonly Phase[] = ['expand', 'hash', 'lookUp', 'append', 'spread', 'leave'];

/** Where a field of the control block stands among the memory's integers. */
export function place(index: number): number {
  return field.control / 4 + index;
}

const turnShift = 8;

/** The turn after another, in which so many threads take part beside the leader: fewer than 256. */
export function turnAfter(turn: number, threads: number): number {
  return (((turn >>> turnShift) + 1) << turnShift) | threads;
}

/** How many threads take part in a turn beside the leader: the first ones that were ready. */
export function threadsIn(turn: number): number {
  return turn & ((1 << turnShift) - 1);
}

/** Looks at a clock once in so many looks at a field. */
const looksAtOnce = 200;

/**
 * Waits until a field has another value than `value`: watching it for up to `watching` milliseconds,
 * since to be woken takes longer than most phases last, then asleep. False after `asleep` milliseconds.
 */
export function awaitChange(
  ints: Int32Array,
  field: number,
  { value, watching, asleep }: Waiting,
): boolean {
  const until = performance.now() + watching;
  do {
    for (let look = 0; look < looksAtOnce; look++) {
      if (Atomics.load(ints, place(field)) !== value) return true;
    }
  } while (performance.now() < until);
  return Atomics.wait(ints, place(field), value, asleep) !== 'timed-out';
}

/** How long to wait for a change of which value, in milliseconds. */
export interface Waiting {
  readonly value: number;
  readonly watching: number;
  readonly asleep: number;
}

/** Takes tasks of the present turn until there are none; answers how many things were missed. */
export function work(
  { ints, kernel }: LinearMemory,
  phase: Exclude<Phase, 'leave'>,
  misses: number,
): number {
  const count = Atomics.load(ints, place(field.taskCount));
  const next = place(field.nextTask);
  let missed = 0;
  for (let task = Atomics.add(ints, next, 1); task < count; task = Atomics.add(ints, next, 1)) {
    if (phase === 'expand') missed = kernel.expand(task, misses, missed);
    else kernel[phase](task);
  }
  return missed;
}
