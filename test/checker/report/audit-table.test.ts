import { expect, test } from 'vitest';
import type { Answer, TraceAgreement } from '../../../checker/audit/answer.ts';
import { unaudited } from '../../../checker/audit/audit.ts';
import type { ModelAudit } from '../../../checker/audit/audit.ts';
import { auditJson } from '../../../checker/report/audit-json.ts';
import { auditRows } from '../../../checker/report/audit-table.ts';
import { palette } from '../../../checker/report/palette.ts';

function answer(properties: readonly string[]): Answer {
  const holds = { verdict: 'holds', steps: null, run: null } as const;
  return {
    states: 4,
    transitions: 6,
    depth: 2,
    properties: new Map(properties.map((name) => [name, holds])),
    seen: new Set(),
  };
}

/** The audit of a model with three properties, in one way that judges some of them. */
function auditOf(judged: readonly string[], traces: TraceAgreement | null = null): ModelAudit {
  const full = answer(['P', 'Q', 'R']);
  const said = answer(judged);
  const found = { name: 'way', kind: 'compared', answer: said, against: full } as const;
  return { ...unaudited('m'), full, variants: [{ ...found, traces, contradictions: [] }] };
}

const rowsOf = (audit: ModelAudit): string => auditRows(audit, palette(false)).join('\n');

test.each([
  [['P', 'Q'], "of 2 of 3 properties; it can't judge the other"],
  [['P'], "of 1 of 3 properties; it can't judge the others"],
])('a way that judges %j says so', (judged, said) => {
  expect(rowsOf(auditOf(judged)).split('\n').at(-1)?.trim()).toBe(said);
});

test.each(['same', 'as long', 'longer'] as const)(
  'traces that are %s are so in the table and in the data',
  (traces) => {
    const audit = auditOf(['P', 'Q', 'R'], traces);
    expect(rowsOf(audit)).toMatch(new RegExp(` agrees +${traces} +1\\.00$`));
    expect(auditJson({ audits: [audit], broken: [], stoppedBy: null })).toMatchObject({
      models: [{ variants: [{ traces }] }],
    });
  },
);

test('no traces are a stroke in the table and null in the data', () => {
  const audit = auditOf(['P', 'Q', 'R']);
  expect(rowsOf(audit)).toMatch(/ agrees +- +1\.00$/);
  expect(auditJson({ audits: [audit], broken: [], stoppedBy: null })).toMatchObject({
    models: [{ variants: [{ traces: null }] }],
  });
});

test('an audit that was broken off says so', () => {
  const audit = auditOf(['P', 'Q', 'R']);
  expect(rowsOf(audit)).not.toContain('broken off');
  expect(rowsOf({ ...audit, isBrokenOff: true })).toContain('broken off: the rest');
});
