/**
 * How threads take part in the phases of a round. A phase is a turn: its tasks are numbered, and whoever
 * is free takes the next one. All of it stands in the control block, as 32-bit integers that are read and
 * written atomically. The turn's number, whether it is open and how many threads have joined it are one
 * integer: a thread that comes late misses the turn, and nobody waits for it.
 */

import * as code from '../codes';
import * as field from '../fields';
import { append } from './appending';
import { enroll, link } from './edges';
import { expand } from './expansion';
import { represent } from './representatives';
import { hash, lookUp, spread } from './visited';

const turnAt: usize = field.control + (field.turn << 2);
const phaseAt: usize = field.control + (field.phase << 2);
const countAt: usize = field.control + (field.taskCount << 2);
const nextAt: usize = field.control + (field.nextTask << 2);
const readyAt: usize = field.control + (field.readyThreads << 2);

const numberShift = 8;
const open: u32 = 1 << 7;
const joined: u32 = code.mostJoined;

/** To be woken takes as long as a short phase: so often a turn is looked at before sleeping. */
const looks = 50000;
const nanoseconds: f64 = 1000000;
const forEver: i64 = -1;

/** Opens the next turn. */
export function openTurn(phase: i32, tasks: i32): void {
  atomic.store<i32>(phaseAt, phase);
  atomic.store<i32>(countAt, tasks);
  atomic.store<i32>(nextAt, 0);
  const number = (atomic.load<u32>(turnAt) >>> numberShift) + 1;
  atomic.store<u32>(turnAt, (number << numberShift) | open);
  atomic.notify(turnAt, -1);
}

/** Closes the turn: nobody can join any more. */
export function closeTurn(): void {
  atomic.and<u32>(turnAt, ~open);
}

/** How many threads beside the leader are taking part in the turn. */
export function joinedThreads(): i32 {
  return atomic.load<u32>(turnAt) & joined;
}

/** Whether there are tasks in the turn that nobody has taken. */
export function hasTasks(): bool {
  return atomic.load<i32>(nextAt) < atomic.load<i32>(countAt);
}

/** Waits for an open turn other than the one with number `last`, joins it and answers its number. */
export function joinTurn(last: u32): u32 {
  let turn = atomic.load<u32>(turnAt);
  while (!isOther(turn, last) || atomic.cmpxchg<u32>(turnAt, turn, turn + 1) !== turn) {
    if (!isOther(turn, last)) awaitChange(turn, forEver);
    turn = atomic.load<u32>(turnAt);
  }
  return turn >>> numberShift;
}

@inline
function isOther(turn: u32, last: u32): bool {
  return turn >>> numberShift !== last && (turn & open) !== 0;
}

/** Leaves the turn that was joined. */
export function leaveTurn(): void {
  const before = atomic.sub<u32>(turnAt, 1);
  if ((before & (open | joined)) === 1) atomic.notify(turnAt, -1);
}

/**
 * Waits until those that joined have left, the leader is woken, or so many milliseconds are over;
 * answers whether they have left.
 */
export function awaitOthers(milliseconds: f64): bool {
  const turn = atomic.load<u32>(turnAt);
  if ((turn & joined) > 0) awaitChange(turn, <i64>(milliseconds * nanoseconds));
  return joinedThreads() === 0;
}

/** Waits until the turn isn't as it was, or may not be: looking at it at first, then asleep for so long. */
function awaitChange(turn: u32, asleep: i64): void {
  for (let look = 0; look < looks; look++) {
    if (atomic.load<u32>(turnAt) !== turn) return;
  }
  atomic.wait<u32>(turnAt, turn, asleep);
}

/** Takes tasks of the present turn until there are none. */
export function work(): void {
  const phase = atomic.load<i32>(phaseAt);
  const count = atomic.load<i32>(countAt);
  for (let task = atomic.add<i32>(nextAt, 1); task < count; task = atomic.add<i32>(nextAt, 1)) {
    switch (phase) {
      case code.expanding:
        expand(task);
        break;
      case code.hashing:
        hash(task);
        break;
      case code.lookingUp:
        lookUp(task);
        break;
      case code.appending:
        append(task);
        break;
      case code.enrolling:
        enroll(task);
        break;
      case code.linking:
        link(task);
        break;
      case code.representing:
        represent(task);
        break;
      default:
        spread(task);
    }
  }
}

/** Takes part in turns for ever. */
export function help(): void {
  atomic.add<i32>(readyAt, 1);
  for (let turn: u32 = 0; ; ) {
    turn = joinTurn(turn);
    work();
    leaveTurn();
  }
}
