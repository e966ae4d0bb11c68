/** A breadth-first search over the reference semantics: slow, and enough for the smallest models. */

import { canonical } from '../json.ts';
import type { Json } from '../json.ts';
import { deadlock } from '../model/property.ts';
import { apply, enabled, initial } from '../reference.ts';
import { labelOf } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { budgetOf } from '../system/system.ts';
import { isShownBy } from '../trace/evaluation.ts';
import type { Findings, Progress, Stop, Task, Verdict } from './findings.types.ts';

interface Node {
  readonly state: State;
  readonly parent: Node | null;
  readonly action: Action | null;
}

/** Explores a model; `stop` is asked once a state. */
export function referenceSearch(
  loaded: LoadedModel,
  task: Task,
  { onProgress, stop }: { onProgress: (progress: Progress) => void; stop: () => boolean },
): Findings {
  const began = performance.now();
  const names = [...Object.keys(loaded.model.properties), deadlock];
  const found = new Map<string, readonly Action[]>();
  const taken = new Set<string>();
  const happened = new Set<string>();
  const first = initial(loaded);
  const seen = new Set([keyOf(first.state)]);
  let level: readonly Node[] = [{ state: first.state, parent: null, action: null }];
  let [transitions, depth, told] = [0, 0, began];
  let stoppedBy: Stop | null = null;
  const note = (node: Node): void => {
    for (const name of names) {
      if (found.has(name)) continue;
      const last =
        node.parent === null || node.action === null
          ? null
          : { before: node.parent.state, action: node.action };
      if (isShownBy(loaded, name, { state: node.state, last })) found.set(name, runOf(node));
    }
  };
  const isUnexpected = (name: string): boolean =>
    loaded.model.properties[name]?.kind !== 'sometimes' && !task.expected.includes(name);
  note({ state: first.state, parent: null, action: null });
  for (; level.length > 0 && stoppedBy === null; depth++) {
    const next: Node[] = [];
    for (const node of level) {
      if (stop()) stoppedBy = 'interrupted';
      if (seen.size > (task.limits.maxStates ?? Infinity)) stoppedBy = 'max-states';
      const seconds = (performance.now() - began) / 1000;
      if (seconds > (task.limits.maxSeconds ?? Infinity)) stoppedBy = 'max-seconds';
      if (stoppedBy !== null) break;
      for (const action of enabled(loaded, node.state)) {
        transitions++;
        const reached = apply(loaded, node.state, action);
        reached.taken.forEach((one) => taken.add(`${one.machine} / ${one.transition}`));
        happened.add(labelOf(action));
        const child = { state: reached.state, parent: node, action };
        const key = keyOf(reached.state);
        note(child);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(child);
      }
      if (performance.now() - told > 200) {
        told = performance.now();
        const share = task.limits.maxStates === null ? null : seen.size / task.limits.maxStates;
        onProgress({
          states: seen.size,
          transitions,
          depth,
          queue: next.length,
          bytes: process.memoryUsage().rss,
          share,
        });
      }
    }
    if ([...found.keys()].some(isUnexpected) && !task.keepGoing) stoppedBy ??= 'violation';
    if (depth + 1 > (task.limits.maxDepth ?? Infinity) && next.length > 0)
      stoppedBy ??= 'max-depth';
    level = next;
  }
  const complete = level.length === 0 && stoppedBy === null;
  const monitors = new Set(loaded.monitors.map(({ chart }) => chart));
  const verdicts = Object.fromEntries(
    names.map((name): [string, Verdict] => {
      const run = found.get(name) ?? null;
      const isSometimes = loaded.model.properties[name]?.kind === 'sometimes';
      if (isSometimes && run !== null) return [name, { verdict: 'holds' }];
      if (run !== null) return [name, { verdict: 'violated', run }];
      if (!complete) return [name, { verdict: 'unknown' }];
      return [name, isSometimes ? { verdict: 'violated', run: null } : { verdict: 'holds' }];
    }),
  );
  const charted = loaded.charts
    .filter((chart) => !monitors.has(chart))
    .flatMap(({ machine, transitions }) => transitions.map((name) => `${machine.id} / ${name}`));
  const faults = ['drop', 'duplicate', 'crash', 'amnesia', 'partition'].filter(
    (label) => budgetOf(loaded.system, label) !== 0,
  );
  return {
    complete,
    stoppedBy,
    states: seen.size,
    transitions,
    depth: depth - 1,
    seconds: (performance.now() - began) / 1000,
    bytesPerState: 0,
    verdicts,
    charted,
    taken: charted.filter((name) => taken.has(name)),
    faultsNeverSeen: complete ? faults.filter((label) => !happened.has(label)) : [],
    orderDependent: [],
  };
}

function runOf(node: Node): readonly Action[] {
  const run: Action[] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) {
    if (at.action !== null) run.unshift(at.action);
  }
  return run;
}

function keyOf(state: State): string {
  return canonical(state as unknown as Json);
}
