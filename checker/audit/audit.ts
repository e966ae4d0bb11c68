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
import type { AuditBounds, Audited, Variant } from './variants.ts';

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

/** The audit of one model, as plain data; null stands for what was not looked at. */
export interface ModelAudit {
  readonly model: string;
  /** What the full exact search says; null where the model is too large. */
  readonly full: Answer | null;
  readonly variants: readonly VariantResult[];
  readonly repetition: Repetition | null;
  readonly rebirth: Rebirth | null;
  /** The faults that the model allows, and whether they change nothing that it looks at. */
  readonly faults: readonly { readonly label: string; readonly isInert: boolean }[];
  /** Whether it was interrupted: what is not said was not looked at. */
  readonly isBrokenOff: boolean;
}

/** What is known of a model before its audit, and of one that is too large for any. */
export function unaudited(model: string): ModelAudit {
  return {
    model,
    full: null,
    variants: [],
    repetition: null,
    rebirth: null,
    faults: [],
    isBrokenOff: false,
  };
}

/** How an audit is watched. */
export interface AuditWatch {
  /** Told what comes next, in words. */
  readonly onPart: (part: string) => void;
  /** Told after each part what is known by then. */
  readonly onKnown: (known: ModelAudit) => void;
}

/**
 * Audits a model.
 * @throws BrokenModel where it can't be checked.
 */
export function audited(model: Model, bounds: AuditBounds, watch: AuditWatch): ModelAudit {
  const loaded = load(model);
  const world = new World(loaded);
  let known = unaudited(model.name);
  const note = (more: Partial<ModelAudit>): void => {
    known = { ...known, ...more };
    watch.onKnown(known);
  };
  watch.onPart('full exact search');
  const exploration = explore(loaded, { keepGoing: true, world, maxStates: bounds.mostStates });
  if (!exploration.complete) return known;
  const full = answerOf(exploration);
  note({ full });
  watch.onPart('steps taken again');
  const repetition = repetitionIn(world);
  note({ repetition });
  for (const variant of variants) {
    watch.onPart(variant.name);
    const result = resultOf(variant, { loaded, full, bounds, repetition });
    note({ variants: [...known.variants, result] });
  }
  if (refusesRebirth(loaded)) {
    watch.onPart('finished requests');
    note({ rebirth: rebirth(loaded, { full, bounds }) });
  }
  for (const { label, without } of allowedFaults(loaded)) {
    watch.onPart(`without ${label}`);
    const fault = { label, isInert: isInert(full, exhausted(without)) };
    note({ faults: [...known.faults, fault] });
  }
  return known;
}

function resultOf(variant: Variant, audited: Audited): VariantResult {
  const { name, agreement, reasonAgainst, answer } = variant;
  const why = reasonAgainst(audited);
  if (why !== null) return { name, kind: 'left out', why };
  const { said, against } = answer(audited);
  return {
    name,
    kind: 'compared',
    answer: said,
    against,
    traces: traceAgreement(against, said),
    contradictions: contradictions(against, said, agreement),
  };
}

function rebirth(loaded: LoadedModel, { full, bounds }: Pick<Audited, 'full' | 'bounds'>): Rebirth {
  const isLarge = full.states > bounds.mostNaiveStates;
  return isLarge ? { kind: 'too large' } : rebirthIn(loaded, bounds.mostNaiveStates);
}
