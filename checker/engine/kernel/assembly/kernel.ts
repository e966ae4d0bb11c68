/**
 * The inner loops of the search, over one linear memory that all threads share. Nothing here knows
 * what the numbers mean: whatever isn't in the tables is noted as missed, and resolved elsewhere.
 *
 * A round is a part of the frontier, cut into chunks. Phase by phase, threads take chunks or shards:
 *
 *     expand  a chunk: its rows' successors become candidates, and these are hashed
 *     hash    a chunk: where candidates are replaced between the two, or rows come from a store
 *     lookUp  a shard of the visited set: the candidates that belong there, chunk by chunk
 *     append  a chunk: its new candidates become rows of the next level
 *     spread  a shard, where it was enlarged
 *
 * Where states stand for orbits, one phase comes between expand and hash (see `representatives.ts`):
 *
 *     represent  a chunk: its candidates are replaced by their representatives
 *
 * Once all states are known, the graph of them is made (see `edges.ts`), with two phases more:
 *
 *     enroll  a shard of numbers: the rows that belong there get theirs
 *     link    a chunk: its candidates become edges
 *
 * In each phase every thread writes only to what it took, and tables that the phase reads don't change;
 * so the outcome doesn't depend on how many threads there are. Meanwhile the thread that leads may fill
 * tables that only other phases read: those of steps unless rows are expanded, those of answered questions
 * unless rows are appended.
 */

export { append } from './appending';
export { isAnswered, moveAnswered, noteAnswered } from './combination';
export { enroll, link } from './edges';
export { expand } from './expansion';
export { moveMemo, recall, remember } from './memo';
export { represent } from './representatives';
export {
  awaitOthers,
  closeTurn,
  hasTasks,
  help,
  joinTurn,
  joinedThreads,
  leaveTurn,
  openTurn,
  work,
} from './turns';
export { hash, lookUp, spread } from './visited';

/** Copies those of several things of equal length that a list names, one after the other. */
export function gather(list: usize, count: i32, from: usize, to: usize, bytes: usize): void {
  for (let index = 0; index < count; index++) {
    const source = from + <usize>load<u32>(list + (index << 2)) * bytes;
    const target = to + <usize>index * bytes;
    for (let offset: usize = 0; offset < bytes; offset += 4) {
      store<u32>(target + offset, load<u32>(source + offset));
    }
  }
}

/** Writes zeros. */
export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}
