/** What replay answers when a trace is run on the store, and how that is compared with the record. */

import { match } from 'ts-pattern';
import type { Json } from '../json.ts';
import { shownWhile } from '../watch/present-call.ts';
import type { Model } from '../model/model.ts';
import type { RecordedAnswer, Trace } from './trace.ts';

/** One place where the store's abstracted state is not the spec's; absent is null. */
export interface Difference {
  readonly path: string;
  readonly spec: Json;
  readonly store: Json;
}

/** What the store did with a trace. */
export type ReplayAnswer =
  /** It went along with every step, and the property is violated there too. */
  | { readonly answer: 'confirmed'; readonly steps: number }
  /** It refused a step. `action` is that step in words. */
  | {
      readonly answer: 'fixed';
      readonly step: number;
      readonly action: string;
      readonly why: string;
    }
  /** After a step it was in another state. */
  | {
      readonly answer: 'spec-only';
      readonly step: number;
      readonly differences: readonly Difference[];
    }
  /** There is no store that the model speaks of. */
  | { readonly answer: 'storeless'; readonly why: string };

/** What replay may be told beside the trace. */
export interface ReplayOptions {
  /** Which kind of store runs it. */
  readonly tier: 'simulated';
}

/** Runs a verified trace on the store that its model speaks of. */
export type Replay = (trace: Trace, model: Model, options: ReplayOptions) => Promise<ReplayAnswer>;

/** What of an answer is recorded in a trace. */
export function recordOf(answer: ReplayAnswer): RecordedAnswer {
  return match(answer)
    .with({ answer: 'confirmed' }, () => ({ answer: 'confirmed' }) as const)
    .with({ answer: 'storeless' }, () => ({ answer: 'storeless' }) as const)
    .with({ answer: 'fixed' }, ({ step }) => ({ answer: 'fixed', step }) as const)
    .with({ answer: 'spec-only' }, ({ step }) => ({ answer: 'spec-only', step }) as const)
    .exhaustive();
}

/** Whether an answer is the recorded one; any answer is, where none was recorded. */
export function isAsRecorded(recorded: RecordedAnswer | null, answer: ReplayAnswer): boolean {
  return recorded === null || recordText(recorded) === recordText(recordOf(answer));
}

/** A recorded answer in words: `confirmed`, `fixed at step 3`. */
export function recordText(recorded: RecordedAnswer): string {
  return 'step' in recorded ? `${recorded.answer} at step ${recorded.step}` : recorded.answer;
}

/** Whether a store is spoken of at all, be it to say why there is none: by a project or by a model. */
export function isStoreSpokenOf(
  replay: Replay | null,
  { store, storeless }: Pick<Model, 'store' | 'storeless'>,
): boolean {
  return replay !== null || store !== null || storeless !== '';
}

/**
 * Replays a trace, or says why there is nothing to replay it on.
 */
export async function replayed(
  replay: Replay | null,
  trace: Trace,
  model: Model,
): Promise<ReplayAnswer> {
  if (!isStoreSpokenOf(replay, model)) {
    const why =
      "there is no store here: the configuration has no 'replay', and the model no 'store'";
    return { answer: 'storeless', why };
  }
  if (model.store === null) {
    const why = model.storeless === '' ? 'the model names no store' : model.storeless;
    return { answer: 'storeless', why };
  }
  if (replay === null) {
    return { answer: 'storeless', why: 'the configuration has no replay' };
  }
  return shownWhile(
    () => `the replay of ${trace.property} of ${trace.model}`,
    () => replay(trace, model, { tier: 'simulated' }),
  );
}
