/** Liveness as the last part of an exploration, within the limits that the search had. */

import type { Search } from '../search.ts';
import type { Ending, SearchLimits, StopCause } from '../search.types.ts';
import type { World } from '../world.ts';
import type { LivenessFindings, LivenessVerdict } from './liveness.ts';
import { judgeLiveness, livenessOf } from './liveness.ts';

/** A search that has ended. */
export interface EndedSearch {
  readonly world: World;
  /** Its tables tell all steps. */
  readonly search: Pick<Search, 'store' | 'workplace' | 'handOver'>;
  readonly ending: Ending;
}

/** What is known in the end: that of the search, and of the liveness properties. */
export interface Outcome extends Pick<LivenessFindings, 'antecedentsNeverSeen'> {
  readonly ending: Ending;
  readonly verdicts: ReadonlyMap<string, LivenessVerdict>;
  /** What else is to be said of it, in words. */
  readonly notes: readonly string[];
}

const progressSeconds = 0.2;

/** After these a run that goes wrong for ever may still be found, among the states there are. */
const worthwhile: readonly (StopCause | null)[] = [null, 'max-states', 'max-depth'];

/** Judges the liveness properties of a model, if it has any. */
export function livenessAfter(searched: EndedSearch, limits: Partial<SearchLimits>): Outcome {
  const { world, ending } = searched;
  const properties = livenessOf(world);
  const unknown = new Map(properties.map(([name]) => [name, { verdict: 'unknown' } as const]));
  const undecided = { ending, verdicts: unknown, antecedentsNeverSeen: [], notes: [] };
  if (properties.length === 0 || !worthwhile.includes(ending.stoppedBy)) return undecided;
  const clock = limits.clock ?? (() => performance.now());
  const began = clock();
  const seconds = (): number => ending.seconds + (clock() - began) / 1000;
  const { found, stoppedBy } = judged(searched, limits, seconds);
  const { verdicts, antecedentsNeverSeen, failure } = found;
  const cut = cutShort(ending, failure?.stoppedBy ?? stoppedBy, seconds());
  return { ending: cut, verdicts, antecedentsNeverSeen, notes: failure?.notes ?? [] };
}

function judged(
  { world, search, ending }: EndedSearch,
  { maxSeconds = Infinity, stop, onProgress }: Partial<SearchLimits>,
  seconds: () => number,
): { readonly found: LivenessFindings; readonly stoppedBy: StopCause | null } {
  let stoppedBy: StopCause | null = null;
  let told = seconds();
  const { store, workplace } = search;
  const { transitions, complete, states, depth } = ending;
  const found = judgeLiveness(
    world,
    { store, transitions, complete, workplace, tables: search.handOver() },
    {
      onProgress: (stage, bytes) => {
        const now = seconds();
        if (now - told < progressSeconds) return;
        told = now;
        onProgress?.({
          states,
          transitions,
          depth,
          queue: stage.kind === 'judging' ? 0 : stage.left,
          bytes: store.bytes + bytes,
          stage,
        });
      },
      stop: () => {
        if (stop?.() === true) stoppedBy = 'interrupted';
        else if (seconds() > maxSeconds) stoppedBy = 'max-seconds';
        return stoppedBy !== null;
      },
    },
  );
  return { found, stoppedBy };
}

function cutShort(ending: Ending, by: StopCause | null, seconds: number): Ending {
  const stoppedBy = ending.stoppedBy ?? by;
  return { ...ending, complete: stoppedBy === null, stoppedBy, seconds };
}
