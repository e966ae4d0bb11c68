/** An audit as data for other programs; the format is versioned. */

import type { Answer } from '../audit/answer.ts';
import type { ModelAudit, VariantResult } from '../audit/audit.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { brokenModelJson } from './broken-models.ts';

/** What ended an audit before all models were done. */
export type AuditStop = 'interrupted' | 'max-seconds';

/** What came of an audit. */
export interface Audited {
  readonly audits: readonly ModelAudit[];
  readonly broken: readonly BrokenSubject[];
  /** What ended it; null where all models were done. */
  readonly stoppedBy: AuditStop | null;
}

/** The object that `audit --json` writes. */
export function auditJson({ audits, broken, stoppedBy }: Audited): object {
  const isInterrupted = stoppedBy === 'interrupted';
  return {
    formatVersion: 1,
    isInterrupted,
    stoppedBy,
    models: audits.map(modelJson),
    ...(broken.length === 0 ? {} : { broken: broken.map(brokenModelJson) }),
  };
}

function modelJson({ model, full, variants, repetition, rebirth, faults }: ModelAudit): object {
  if (full === null) return { model, isTooLarge: true };
  return {
    model,
    isTooLarge: false,
    ...sizeOf(full),
    variants: variants.map(variantJson),
    stepsTakenAgain: repetition,
    finishedRequests: rebirth,
    faults,
  };
}

function variantJson(result: VariantResult): object {
  const { name } = result;
  if (result.kind === 'left out') return { name, leftOutBecause: result.why };
  const { answer, against, traces, contradictions } = result;
  return {
    name,
    ...sizeOf(answer),
    properties: [...answer.properties.keys()],
    agrees: contradictions.length === 0,
    contradictions,
    traces,
    factor: against.states / answer.states,
  };
}

function sizeOf({
  states,
  transitions,
  depth,
}: Answer): Pick<Answer, 'states' | 'transitions' | 'depth'> {
  return { states, transitions, depth };
}
