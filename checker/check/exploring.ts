/** From a subject to findings: builds the model, lets the engine explore it, and puts it in plain data. */

import { explore } from '../engine/explore.ts';
import type { Exploration, ExploreOptions } from '../engine/explore.ts';
import { stepDigest } from '../engine/step-digest.ts';
import { World } from '../engine/world.ts';
import { guardOutcomes } from '../machine/guard-watch.ts';
import type { Model } from '../model/model.ts';
import { ownField } from '../own-field.ts';
import { handledTypes } from '../state/known-names.ts';
import { chartedIn, takenAtBirth } from '../system/charted.ts';
import { load } from '../system/load.ts';
import type { LoadedModel } from '../system/load.ts';
import { budgetedFaults } from '../system/system.ts';
import { beginningOf } from './beginning.ts';
import { checkpointOptions } from './checkpoint-use.ts';
import type { Findings, Limits, Progress, Resumed, Task } from './findings.types.ts';
import { heapWatch } from './heap.ts';
import { modelsIn } from './model-file.ts';
import { sourcesOf } from './model-sources.ts';
import { modelOf } from './subject.ts';
import { unexplored } from './unexplored.ts';
import type { Subject } from './subject.ts';

/** How an exploration is watched and stopped. */
export interface Watch {
  readonly onProgress: (progress: Progress) => void;
  /** Called where a search goes on from a checkpoint. */
  readonly onResumed?: ((from: Resumed) => void) | undefined;
  /** Asked now and then; true ends the search with what is known. */
  readonly stop: () => boolean;
}

/**
 * Explores a subject in this thread.
 * @throws BrokenModel where the model can't be checked.
 */
export async function explored(subject: Subject, task: Task, watch: Watch): Promise<Findings> {
  if (watch.stop()) return unexplored('interrupted');
  const loaded = load(modelOf(subject, await modelsIn(subject.file)));
  // Before any step: those of a model may change what it begins with.
  const beginning = beginningOf(loaded);
  const isFull = heapWatch();
  const stop = (): boolean => watch.stop() || isFull();
  const { checkpoints } = task;
  const resumed: Resumed[] = [];
  const onResumed = (from: Resumed): void => {
    resumed.push(from);
    watch.onResumed?.(from);
  };
  const world = new World(loaded);
  const exploration = explore(loaded, {
    world,
    ...optionsOf(task, { ...watch, onResumed, stop }),
    ...(checkpoints === undefined
      ? {}
      : {
          ...checkpointOptions(checkpoints, loaded.model.name),
          sources: sourcesOf(subject.file),
        }),
  });
  const { stoppedBy } = exploration;
  const isByMemory = stoppedBy === 'interrupted' && !watch.stop();
  const ended = { ...exploration, stoppedBy: isByMemory ? ('memory' as const) : stoppedBy };
  const isToldSteps = task.tellsSteps === true && exploration.complete;
  const findings = {
    ...findingsOf(loaded, ended),
    beginning,
    ...(isToldSteps ? { steps: stepDigest(world) } : {}),
  };
  const [resumedFrom] = resumed;
  return resumedFrom === undefined ? findings : { ...findings, resumedFrom };
}

function optionsOf(
  { limits, keepGoing, expected, pinned = {}, traced, reduce, means }: Task,
  watch: Watch,
): ExploreOptions {
  const { maxStates, maxDepth, maxSeconds } = limits;
  const began = performance.now();
  return {
    keepGoing,
    expected: new Set(expected),
    pinned: new Map(Object.entries(pinned)),
    traced: new Set(traced),
    reduce: new Set(reduce),
    workers: means.workers,
    store: means.store,
    ...(means.memory === null ? {} : { memory: means.memory }),
    ...(maxStates === null ? {} : { maxStates }),
    ...(maxDepth === null ? {} : { maxDepth }),
    ...(maxSeconds === null ? {} : { maxSeconds }),
    stop: watch.stop,
    onResumed: (from) => watch.onResumed?.(from),
    onProgress: (progress) => {
      const { states, depth } = progress;
      const seconds = (performance.now() - began) / 1000;
      const share = shareOf(limits, { states, depth, seconds });
      watch.onProgress({ ...progress, share });
    },
  };
}

interface Spent {
  readonly states: number;
  readonly depth: number;
  readonly seconds: number;
}

/** How much of the limit that is nearest is used up; null where there is none. */
function shareOf({ maxStates, maxDepth, maxSeconds }: Limits, spent: Spent): number | null {
  const shares = [
    ...(maxStates === null ? [] : [spent.states / maxStates]),
    ...(maxDepth === null ? [] : [spent.depth / maxDepth]),
    ...(maxSeconds === null ? [] : [spent.seconds / maxSeconds]),
  ];
  return shares.length === 0 ? null : Math.min(1, Math.max(...shares));
}

/** What an exploration of a model found, as plain data, with what of its charts was seen. */
export function findingsOf(loaded: LoadedModel, exploration: Exploration): Findings {
  const { complete, happened, verdicts, taken, ...rest } = exploration;
  const seen = new Set([...taken, ...takenAtBirth(loaded)]);
  const charted = chartedIn(loaded, ({ transitions }) => transitions);
  const guarded = chartedIn(loaded, ({ guards }) => guards.guarded);
  const due = [
    ...budgetedFaults(loaded.system),
    ...(exploration.isShortest ? budgetedInputs(loaded.model) : []),
  ];
  return {
    ...rest,
    complete,
    verdicts: Object.fromEntries(verdicts),
    charted,
    taken: charted.filter((name) => seen.has(name)),
    guarded,
    guardOutcomes: guarded.flatMap(guardOutcomes).filter((name) => seen.has(name)),
    faultsNeverSeen: complete ? [...new Set(due)].filter((label) => !happened.has(label)) : [],
  };
}

/** Inputs that a budget is given for, and that a machine waits for: nobody needs to cap what isn't offered. */
function budgetedInputs(model: Model): readonly string[] {
  const { budgets } = model.system;
  return handledTypes(model)
    .map((type) => `input:${type}`)
    .filter((label) => (ownField(budgets, label) ?? 0) !== 0);
}
