/** An audit as data for other programs; the format is versioned. */

import type { Answer } from '../audit/answer.ts';
import type { ModelAudit, VariantResult } from '../audit/audit.ts';

/** What ended an audit before all models were done. */
export type AuditStop = 'interrupted' | 'max-seconds';

/** The object that `audit --json` writes; `stoppedBy` is null where all models were done. */
export function auditJson(audits: readonly ModelAudit[], stoppedBy: AuditStop | null): object {
  const isInterrupted = stoppedBy === 'interrupted';
  return { formatVersion: 1, isInterrupted, stoppedBy, models: audits.map(modelJson) };
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
