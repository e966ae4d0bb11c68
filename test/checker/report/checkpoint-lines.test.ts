import { describe, expect, it } from 'vitest';
import { RefusedCheckpoint } from '../../../checker/engine/checkpoint/faults.ts';
import { differenceBetween } from '../../../checker/engine/checkpoint/identity.ts';
import type { Identity } from '../../../checker/engine/checkpoint/manifest.ts';
import { refusedCheckpointLines } from '../../../checker/report/checkpoint-lines.ts';

const identity: Identity = {
  model: 'm',
  parameters: { n: 3 },
  properties: ['P'],
  reductions: [],
  definition: 'abc',
  sources: { 'm.model.ts': '12', 'rules.ts': '34' },
};

function told(why: string): readonly string[] {
  return refusedCheckpointLines(new RefusedCheckpoint('/ck/m/manifest.json', why));
}

function toldOf(change: Partial<Identity>): readonly string[] {
  return told(differenceBetween({ ...identity, ...change }, identity) ?? 'no difference');
}

describe('a refused checkpoint', () => {
  it('of other parameters is met with the option that gives them', () => {
    const [said, advice, ...more] = toldOf({ parameters: { n: 4 } });
    expect(said).toBe(
      "quorate: the checkpoint /ck/m/manifest.json is refused: its parameter 'n' is 4, and here it is 3",
    );
    expect(advice).toMatch(/^ {2}Give the same --param, or keep/);
    expect(more).toEqual([]);
  });

  it.each<[string, Partial<Identity>]>([
    ['of other properties', { properties: [] }],
    ['of another reduction', { reductions: ['symmetry'] }],
  ])('%s says itself what to do, and nothing is added', (_, change) => {
    expect(toldOf(change)).toHaveLength(1);
  });

  it('of a model that was changed says how to explore it from the start', () => {
    const [said, advice, ...more] = toldOf({ definition: 'def' });
    expect(said).toContain('the model was changed since: explore it from the start');
    expect(advice).toMatch(/^ {2}For that remove \/ck\/m and give the same command again, or name/);
    expect(more).toEqual([]);
    const edited = toldOf({ sources: { ...identity.sources, 'rules.ts': '35' } });
    expect(edited[0]).toContain(
      'the file rules.ts, in which the model is written, was changed since: explore it from the start',
    );
    expect(edited[1]).toBe(advice);
    expect(toldOf({ sources: { 'm.model.ts': '12' } })[0]).toContain('the file rules.ts');
    expect(told("it doesn't fit the model as it is now. Explore it from the start")[1]).toBe(
      advice,
    );
  });

  it.each([
    'its contents are not what was written (SHA-256 differs)',
    'it ends too early',
    'numbers are missing',
  ])('that is damaged (%s) comes with likely cause and what to do', (why) => {
    const [, cause, advice] = told(why);
    expect(cause).toMatch(/^ {2}Likely cause: /);
    expect(advice).toContain(
      'remove /ck/m, and the same command explores that model from the start',
    );
  });
});
