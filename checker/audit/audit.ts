/**
 * The audit of one model: every way of exploring it is held against the full exact search, every step
 * of its machines is taken again, finished requests are remembered, and faults are left out in turn.
 */

import { explore } from '../engine/explore.ts';
import { World } from '../engine/world.ts';
import { load } from '../system/load.ts';
import type { LoadedModel } from '../system/load.ts';
import type { Model } from '../model/model.ts';
import { answerOf, contradictions, traceAgreement } from './answer.ts';
import type { Answer, TraceAgreement } from './answer.ts';
import { allowedFaults, isInert } from './inert-faults.ts';
import { rebirthIn, refusesRebirth } from './rebirth.ts';
import type { Rebirth } from './rebirth.ts';
import { repetitionIn } from './repetition.ts';
import type { Repetition } from './repetition.ts';
import { exhausted, variants } from './variants.ts';
import type { AuditBounds, Audited } from './variants.ts';

/** What a variant came to. */
export type VariantResult =
  | { readonly name: string; readonly kind: 'left out'; readonly why: string }
  | {
      readonly name: string;
      readonly kind: 'compared';
      readonly answer: Answer;
      /** What it was held against: the full search, of fewer properties where not all suit it. */
      readonly against: Answer;
      /** How its traces compare; null where there are none. */
      readonly traces: TraceAgreement | null;
      /** Where it contradicts the full search; empty where it agrees. */
      readonly contradictions: readonly string[];
    };

/** The audit of one model; null stands for what was not looked at. */
export interface ModelAudit {
  readonly model: Model;
  /** What the full exact search says; null where the model is too large. */
  readonly full: Answer | null;
  readonly variants: readonly VariantResult[];
  readonly repetition: Repetition | null;
  readonly rebirth: Rebirth | null;
  /** The faults that the model allows, and whether they change nothing that it looks at. */
  readonly faults: readonly { readonly label: string; readonly isInert: boolean }[];
}

/** How an audit is watched and stopped. */
export interface AuditWatch {
  /** Told what comes next, in words. */
  readonly onPart: (part: string) => void;
  /** Awaited between two parts, so that others have their turn; true ends the audit there. */
  readonly pause: () => Promise<boolean>;
}

/**
 * Audits a model.
 * @throws BrokenModel where it can't be checked.
 */
export async function audited(
  model: Model,
  bounds: AuditBounds,
  watch: AuditWatch,
): Promise<ModelAudit> {
  const loaded = load(model);
  const world = new World(loaded);
  watch.onPart('full exact search');
  const none: ModelAudit = {
    model,
    full: null,
    variants: [],
    repetition: null,
    rebirth: null,
    faults: [],
  };
  if (await watch.pause()) return none;
  const exploration = explore(loaded, { keepGoing: true, world, maxStates: bounds.mostStates });
  if (!exploration.complete) return none;
  const full = answerOf(exploration);
  const results = await compared({ loaded, full, bounds }, watch);
  const isStopped = await watch.pause();
  watch.onPart('steps taken again');
  const repetition = isStopped ? null : repetitionIn(world);
  return {
    ...none,
    full,
    variants: results,
    repetition,
    rebirth: await rebirth(loaded, { full, bounds }, watch),
    faults: await faultsOf(loaded, full, watch),
  };
}

async function compared(audited: Audited, watch: AuditWatch): Promise<readonly VariantResult[]> {
  const results: VariantResult[] = [];
  for (const { name, agreement, reasonAgainst, answer } of variants) {
    watch.onPart(name);
    if (await watch.pause()) break;
    const why = reasonAgainst(audited);
    if (why !== null) {
      results.push({ name, kind: 'left out', why });
      continue;
    }
    const { said, against } = answer(audited);
    results.push({
      name,
      kind: 'compared',
      answer: said,
      against,
      traces: traceAgreement(against, said),
      contradictions: contradictions(against, said, agreement),
    });
  }
  return results;
}

async function rebirth(
  loaded: LoadedModel,
  { full, bounds }: Pick<Audited, 'full' | 'bounds'>,
  watch: AuditWatch,
): Promise<Rebirth | null> {
  if (!refusesRebirth(loaded)) return null;
  if (full.states > bounds.mostNaiveStates) return { kind: 'too large' };
  watch.onPart('finished requests');
  return (await watch.pause()) ? null : rebirthIn(loaded, bounds.mostNaiveStates);
}

async function faultsOf(
  loaded: LoadedModel,
  full: Answer,
  watch: AuditWatch,
): Promise<ModelAudit['faults']> {
  const faults: { readonly label: string; readonly isInert: boolean }[] = [];
  for (const { label, without } of allowedFaults(loaded)) {
    watch.onPart(`without ${label}`);
    if (await watch.pause()) break;
    faults.push({ label, isInert: isInert(full, exhausted(without)) });
  }
  return faults;
}
