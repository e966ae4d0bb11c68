import { describe, expect, test } from 'vitest';
import { always, explore, sometimes, violated } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';
import { register } from './fixtures/register.model.ts';
import { oracle } from './oracle/oracle.ts';

describe('explore', () => {
  test('answers what a model that keeps its word comes to', () => {
    const found = explore(register());
    const { states, transitions, depth } = oracle(load(register())) ?? {};
    expect(found).toMatchObject({
      model: 'register/acks2',
      verdict: 'holds',
      asExpected: true,
      complete: true,
      stoppedBy: null,
      states,
      transitions,
      depth,
    });
    expect(Object.keys(found.properties)).toEqual(['Fresh', 'NotBoth', 'Finishes', 'Deadlock']);
    expect(found.properties['Fresh']).toEqual({
      verdict: 'holds',
      asExpected: true,
      steps: null,
      cycle: null,
      trace: null,
    });
    expect(found.report).toMatch(/^ {2}Fresh +holds +as expected$/m);
    expect(found.report).not.toContain('✗');
  });

  test('gives the run to a violation, and tells it in the report if nobody expects it', () => {
    const asExpected = explore(register({ acks: 1 }));
    expect(asExpected).toMatchObject({ verdict: 'violated', asExpected: true, complete: true });
    expect(asExpected.properties['Fresh']?.trace?.steps).toHaveLength(5);
    expect(asExpected.report).not.toContain('✗');
    const surprise = explore({ ...register({ acks: 1 }), expect: {} });
    expect(surprise).toMatchObject({ asExpected: false, stoppedBy: 'violation' });
    expect(surprise.properties['Fresh']).toMatchObject({ verdict: 'violated', steps: 5 });
    expect(surprise.report).toContain('   2  c1 → n1  write value=v1');
    expect(surprise.report).not.toContain('npx quorate');
    const whole = explore({ ...register({ acks: 1 }), expect: {} }, { keepGoing: true });
    expect([whole.complete, whole.states]).toEqual([true, asExpected.states]);
  });

  test('is not content with what was expected otherwise, nor with what nobody knows', () => {
    const absent = explore({ ...register(), expect: { Fresh: violated() } });
    expect(absent).toMatchObject({ verdict: 'holds', asExpected: false });
    expect(absent.report).toContain('Fresh is not violated, but a violation is expected');
    const never = explore({ ...register(), properties: { Flies: sometimes(() => false) } });
    expect(never.properties['Flies']).toMatchObject({ verdict: 'violated', asExpected: false });
    expect(never.report).toContain('Flies never happens');
    const limited = explore(register(), { maxStates: 3 });
    expect(limited).toMatchObject({ asExpected: false, verdict: 'unknown', complete: false });
    expect(limited.stoppedBy).toBe('max-states');
  });

  test('throws where a model is broken', () => {
    const broken = always(() => {
      throw new Error('oh no');
    });
    expect(() => explore({ ...register(), properties: { Odd: broken } })).toThrow(/oh no/);
  });
});
