/**
 * `start`, the main job: checks the default suite, writes the counterexamples, replays them on the
 * store, and prints one table.
 */

import type { BrokenSubject } from '../check/results.types.ts';
import { defaultTraceDir, nothingChecked, storedDirOf } from './check-command.ts';
import { runCheck } from './checking.ts';
import type { Context } from './context.ts';
import { meansOf } from './means.ts';
import { listedFiles } from './project.ts';
import { selection } from './selection.ts';

/** Runs the main job; answers as check and replay would. */
export async function start(
  context: Context,
  { brief: isBrief = false }: { readonly brief?: boolean },
): Promise<number> {
  const { io } = context;
  const project = context.project();
  const names = project.configuration?.start ?? [];
  const narrowing = { parameters: [], properties: [] };
  const broken: BrokenSubject[] = [];
  const selected = await selection(project, names, {
    cwd: project.root,
    narrowing,
    onBroken: (one) => broken.push(one),
  });
  if (selected.length === 0) return nothingChecked(context, broken, null);
  return runCheck(context, {
    selected,
    broken,
    options: {
      limits: { maxStates: null, maxDepth: null, maxSeconds: null },
      keepGoing: false,
      mutants: false,
      reduce: [],
      means: meansOf({}),
    },
    keeping: {
      traceDir: defaultTraceDir(project.root),
      storedDir: storedDirOf(project),
      update: false,
      replayAll: true,
      replay: project.configuration?.replay ?? null,
    },
    listedFiles: () => listedFiles(project),
    isEveryModel: names.length + broken.length === 0,
    isWhole: names.length === 0,
    baseline: null,
    isBrief,
    json: null,
    showProgress: io.stderr.isTerminal,
    resumeCommand: null,
  });
}
