/**
 * `start`, the main job: checks the default suite, writes the counterexamples, replays them on the
 * store, and prints one table.
 */

import { runCheck } from './checking.ts';
import { chosenModels, nothingChecked, plainCheck } from './chosen-models.ts';
import type { Context } from './context.ts';

/** Runs the main job; answers as check and replay would. */
export async function start(
  context: Context,
  { brief: isBrief = false }: { readonly brief?: boolean },
): Promise<number> {
  const { root, configuration } = context.project();
  const narrowing = { parameters: [], properties: [] };
  const chosen = await chosenModels(context, configuration?.start ?? [], { cwd: root, narrowing });
  if (chosen.selected.length === 0) return nothingChecked(context, chosen, null);
  const plain = plainCheck(context, chosen);
  return runCheck(context, { ...plain, keeping: { ...plain.keeping, replayAll: true }, isBrief });
}
