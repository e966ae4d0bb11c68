/**
 * Replays a run of the spec on the real store, in its simulated shell: every action as one segment,
 * and after every segment the whole of both states compared.
 */

import { BrokenModel } from '../../checker/broken-model.ts';
import type { Json } from '../../checker/json.ts';
import { asJson, byText, canonical } from '../../checker/json.ts';
import { actionWords } from '../../checker/report/wording.ts';
import { messageJson } from '../../checker/state/action.ts';
import type { Envelope, State } from '../../checker/state/state.ts';
import type { LoadedModel } from '../../checker/system/load.ts';
import { load } from '../../checker/system/load.ts';
import type { System } from '../../checker/system/system.ts';
import { isShownBy } from '../../checker/trace/evaluation.ts';
import type { RunEnd } from '../../checker/trace/evaluation.ts';
import { whyHarmless } from '../../checker/trace/lasso.ts';
import type { Difference, Replay, ReplayAnswer } from '../../checker/trace/replay-answer.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import { verify } from '../../checker/trace/verification.ts';
import { abstracted } from './abstraction.ts';
import { differences, specPicture, storePicture } from './comparison.ts';
import { ghostFreeText, withGhosts } from './ghost-free.ts';
import { perform } from './mapping.ts';
import { Rig } from './rig.ts';

/** How far the store went along with a run. */
export type Following =
  /** All the way; `states` are all that the store was in, with the spec's ghosts and monitors. */
  | { readonly kind: 'agrees'; readonly end: RunEnd; readonly states: readonly State[] }
  | {
      readonly kind: 'refused';
      readonly step: number;
      readonly action: string;
      readonly why: string;
    }
  | {
      readonly kind: 'differs';
      readonly step: number;
      readonly differences: readonly Difference[];
    };

/**
 * Replays a verified trace on the store that its model describes.
 * @throws Error where the spec no longer makes the trace's run.
 * @throws BrokenModel where the model's description of its store is of no use.
 */
export const replay: Replay = async (trace, model) => {
  if (model.store === null) return { answer: 'storeless', why: model.storeless };
  const loaded = load(model);
  const unlike = whyUnlike(loaded.system);
  if (unlike !== null) return { answer: 'storeless', why: unlike };
  const verification = verify(loaded, trace);
  if (verification.kind !== 'verified') {
    throw new Error(
      `the trace of ${trace.property} in ${trace.model} doesn't verify (${verification.why}), and what the spec doesn't do can't be asked of the store. Run: quorate verify`,
    );
  }
  return answerTo(loaded, trace, follow(loaded, trace));
};

/** What replay answers, given how far the store went along with a trace. */
export function answerTo(loaded: LoadedModel, trace: Trace, following: Following): ReplayAnswer {
  const steps = trace.steps.length;
  const { property } = trace;
  if (following.kind === 'refused') {
    const { step, action, why } = following;
    return { answer: 'fixed', step, action, why };
  }
  if (following.kind === 'differs') {
    const { step, differences: found } = following;
    return { answer: 'spec-only', step, differences: found };
  }
  if (isShownInStore(loaded, trace, following)) return { answer: 'confirmed', steps };
  const verdict = { path: property, spec: 'violated', store: 'not violated' };
  return { answer: 'spec-only', step: steps, differences: [verdict] };
}

/**
 * Whether the property is violated along the store's own states. A run that goes round for ever was
 * followed once round, to the state that the round began in.
 */
function isShownInStore(
  loaded: LoadedModel,
  { property, steps, loop }: Trace,
  { end, states }: Extract<Following, { readonly kind: 'agrees' }>,
): boolean {
  if (loop === null) return isShownBy(loaded, property, end);
  const actions = steps.map(({ action }) => action);
  return whyHarmless(loaded, property, { states, actions, loop }) === null;
}

/**
 * Has the store go along with a trace for as long as it does.
 * @throws BrokenModel where the store doesn't even start as the spec does: its description is wrong.
 */
export function follow(loaded: LoadedModel, trace: Trace): Following {
  const rig = new Rig(loaded);
  const nodes = [...loaded.hosts.values()].filter(({ client }) => !client).map(({ id }) => id);
  const compared = (state: State): readonly Difference[] =>
    differences(specPicture(state, nodes), storePicture(rig));
  const [atStart] = compared(trace.start.state);
  if (atStart !== undefined) throw startsElsewhere(loaded, atStart);
  let end: RunEnd = { state: storeState(rig, trace.start.state), last: null };
  const states = [end.state];
  for (const [index, { action, state }] of trace.steps.entries()) {
    const step = index + 1;
    const why = perform(rig, action);
    if (why !== null) {
      return { kind: 'refused', step, action: actionWords(action, trace.groupings), why };
    }
    const found = compared(state);
    if (found.length > 0) return { kind: 'differs', step, differences: found };
    end = { state: storeState(rig, state), last: { before: end.state, action } };
    states.push(end.state);
  }
  return { kind: 'agrees', end, states };
}

/** The store's state as predicates can be asked about it: with the ghosts and monitors of the run. */
function storeState(rig: Rig, spec: State): State {
  const { inFlight, ...rest } = abstracted(rig);
  const { monitors, used } = spec;
  const flying = withGhosts(inOrder(inFlight), inOrder(spec.inFlight));
  const stated = withGhosts(asJson(rest), asJson(spec));
  // A store's state that agrees with the spec's is, with ghosts, one of the spec's.
  return { ...(stated as object), inFlight: flying, monitors, used } as unknown as State;
}

/** Messages in an order that doesn't depend on their ghosts. */
function inOrder(inFlight: readonly Envelope[]): Json {
  return inFlight
    .map(({ from, to, message }) => ({ from, to: { ...to }, message: messageJson(message) }))
    .toSorted((left, right) => byText(ghostFreeText(left), ghostFreeText(right)));
}

/** Why the store can't stand for a system, if its network differs from the system's channels. */
function whyUnlike({ channel, channels, lateReplies, whileDown }: System): string | null {
  const kinds = [channel, ...channels.map((pair) => pair.channel)];
  if (kinds.includes('duplicating')) {
    return 'the simulated network loses a frame when it is delivered, the model keeps it';
  }
  if (lateReplies === 'delivered') {
    return 'the model delivers answers to requests that are over, which the store ignores';
  }
  if (whileDown === 'lost') {
    return 'the simulated network keeps frames for a node that is down, the model loses them';
  }
  return null;
}

function startsElsewhere({ model }: LoadedModel, { path, spec, store }: Difference): BrokenModel {
  return new BrokenModel(
    `the store that the model describes starts elsewhere than the spec: ${path} is ${canonical(spec)} in the spec and ${canonical(store)} in the store. Let the description say what the machines are told`,
    { model: model.name },
  );
}
