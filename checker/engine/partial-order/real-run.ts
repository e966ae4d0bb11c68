/** The run of the system itself that a run through kept rows stands for. */

import type { Tools } from './path.ts';

/**
 * The run through these actions from the first row, and one more step beyond it if that is not null, by the numbers
 * of actions. Where rows are representatives: each action with all those ids exchanged back, the last first,
 * that were exchanged on the way to the representative that it is an action of.
 */
export function realRun(
  tools: Tools,
  run: readonly number[],
  last: number | null,
): readonly number[] {
  const steps = last === null ? [] : [last];
  const { world, symmetry } = tools;
  if (symmetry === null) return [...run, ...steps];
  const { states, actions } = symmetry;
  const exchanges: number[] = [];
  const real = (action: number): number =>
    exchanges.reduceRight((image, exchange) => actions.image(exchange, image), action);
  let row = world.initial();
  const actual: number[] = [];
  for (const action of run) {
    actual.push(real(action));
    row = after(tools, row, action);
    states.represent(row, exchanges);
  }
  return [...actual, ...steps.map(real)];
}

function after({ world, listing }: Tools, row: Int32Array, action: number): Int32Array {
  const step = listing.find(row, action);
  if (step === null) throw new Error('a run takes a step that is not enabled');
  const next = new Int32Array(world.width);
  listing.apply(row, step, next);
  return next;
}
