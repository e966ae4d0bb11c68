/** From a subject to findings: builds the model, lets the engine explore it, and puts it in plain data. */

import { load } from '../system/load.ts';
import type { Findings, Progress, Task } from './findings.types.ts';
import { modelsIn } from './model-file.ts';
import { referenceSearch } from './reference-search.ts';
import { modelOf } from './subject.ts';
import type { Subject } from './subject.ts';

/** How an exploration is watched and stopped. */
export interface Watch {
  readonly onProgress: (progress: Progress) => void;
  /** Asked now and then; true ends the search with what is known. */
  readonly stop: () => boolean;
}

/**
 * Explores a subject in this thread.
 * @throws BrokenModel where the model can't be checked.
 */
export async function explored(subject: Subject, task: Task, watch: Watch): Promise<Findings> {
  const model = modelOf(subject, await modelsIn(subject.file));
  return referenceSearch(load(model), task, watch);
}
