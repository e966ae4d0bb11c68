/** From a chain of representatives back to a run of the system itself, in the names of real hosts. */

import type { Action } from '../../state/action.ts';
import { Expander } from '../expander.ts';
import { Layout } from '../layout.ts';
import { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import type { Symmetry } from './symmetry.ts';

/** A chain of representatives, each with a successor in the orbit of the next, from the initial state on. */
export interface Chain {
  /** As rows of numbers. */
  readonly rows: readonly Int32Array[];
  /** A step beyond the last of them, or null. */
  readonly step: Action | null;
}

/**
 * The run that takes, in each state, the first action that leads into the next orbit; a step beyond the
 * chain is made from the state where the run ends.
 */
export function realRun(
  world: World,
  symmetry: Symmetry,
  { rows, step }: Chain,
): readonly Action[] {
  const [first, ...rest] = rows;
  if (first === undefined) return [];
  const run: Action[] = [];
  let state = first;
  for (const wanted of rest) {
    const [action, reached] = stepInto(world, symmetry, state, wanted);
    run.push(action);
    state = reached;
  }
  if (step === null) return run;
  const path: number[] = [];
  symmetry.canonicaliser.canonicalise(state.slice(), path);
  const last = path.reduceRight(
    (action, exchange) => symmetry.exchanges[exchange]?.action(action) ?? action,
    step,
  );
  return [...run, last];
}

/** The first action of a state that leads into the orbit of a representative, and the state there. */
function stepInto(
  world: World,
  symmetry: Symmetry,
  state: Int32Array,
  wanted: Int32Array,
): readonly [Action, Int32Array] {
  const { batch, blocks } = expanded(world, state);
  symmetry.settle();
  const rows = batch.unpacked();
  for (let entry = 0; entry < batch.count; entry++) {
    const reached = rows.slice(entry * world.width, (entry + 1) * world.width);
    const representative = reached.slice();
    symmetry.canonicaliser.canonicalise(representative);
    if (!representative.every((number, column) => number === wanted[column])) continue;
    return [blocks.action(batch.steps[entry] ?? 0), reached];
  }
  throw new Error('no step leads into the next orbit');
}

function expanded(world: World, state: Int32Array): Expander {
  for (;;) {
    const layout = new Layout(world.sizes());
    const store = new RowStore(layout);
    const words = new Int32Array(layout.words);
    layout.pack(state, words, 0);
    store.append(words, 0);
    const expander = new Expander(world, layout, true);
    if (expander.expand(store, 0)) return expander;
  }
}
