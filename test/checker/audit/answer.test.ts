import { describe, expect, it } from 'vitest';
import { contradictions, traceAgreement } from '../../../checker/audit/answer.ts';
import type { Answer, PropertyAnswer } from '../../../checker/audit/answer.ts';

const violated = (...run: readonly string[]): PropertyAnswer => ({
  verdict: 'violated',
  steps: run.length,
  run,
});
const holds: PropertyAnswer = { verdict: 'holds', steps: null, run: null };

const full: Answer = {
  states: 10,
  transitions: 20,
  depth: 3,
  properties: new Map([
    ['P', violated('a', 'b')],
    ['Q', holds],
  ]),
  seen: new Set(['m: x', 'm: y']),
};
const strict = { isFull: true, traces: 'same' } as const;
const loose = { isFull: false, traces: 'as long' } as const;

describe('two answers', () => {
  it('agree where they say the same', () => {
    expect(contradictions(full, { ...full }, strict)).toEqual([]);
  });

  it('contradict each other in counts and coverage, unless one leaves something out', () => {
    const other = { ...full, states: 9, depth: 4, seen: new Set(['m: x', 'm: z']) };
    expect(contradictions(full, other, strict)).toEqual([
      'states: 9 instead of 10',
      'depth: 4 instead of 3',
      'it never sees: m: y',
      'only it sees: m: z',
    ]);
    expect(contradictions(full, other, loose)).toEqual([]);
  });

  it.each<[PropertyAnswer, string]>([
    [holds, 'P: holds instead of violated'],
    [{ verdict: 'unknown', steps: null, run: null }, 'P: unknown instead of violated'],
    [violated('a', 'b', 'c'), 'P: a trace of length 3 instead of 2'],
  ])('contradict each other in verdicts and lengths, whatever is left out', (said, words) => {
    const other = { ...full, properties: new Map([['P', said]]) };
    expect(contradictions(full, other, loose)).toEqual([words]);
  });

  it('contradict each other in traces where these are to be the same', () => {
    const other = { ...full, properties: new Map([['P', violated('a', 'c')]]) };
    expect(contradictions(full, other, strict)).toEqual([
      'P: step 2 of the trace is c instead of b',
    ]);
    expect(contradictions(full, other, loose)).toEqual([]);
    expect(traceAgreement(full, full)).toBe('same');
    expect(traceAgreement(full, other)).toBe('as long');
    expect(traceAgreement(full, { ...full, properties: new Map([['Q', holds]]) })).toBeNull();
  });

  it('may differ in length where a reduction keeps no shortest trace, but never be shorter', () => {
    const longer = { ...full, properties: new Map([['P', violated('a', 'c', 'b')]]) };
    const any = { isFull: false, traces: 'longer' } as const;
    expect(contradictions(full, longer, any)).toEqual([]);
    expect(traceAgreement(full, longer)).toBe('longer');
    const shorter = { ...full, properties: new Map([['P', violated('b')]]) };
    expect(contradictions(full, shorter, any)).toEqual(['P: a trace of length 1 instead of 2']);
  });
});
