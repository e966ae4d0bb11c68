import { describe, expect, it } from 'vitest';
import { explore } from '../../checker/engine/explore.ts';
import type { Model } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';
import { recorded } from '../../checker/trace/recording.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import { opEnds } from '../../spec/dynamo.model.ts';
import { replay } from '../../traces/bridge/replay.ts';
import { mutantOf, storeModel } from './store-models.ts';

const simulated = { tier: 'simulated' } as const;

/** The run without end on which a model breaks a property. */
function endlessRun(of: Model, property: string): Trace {
  const loaded = load(of);
  const verdict = explore(loaded, { keepGoing: true }).verdicts.get(property);
  if (verdict?.verdict !== 'violated' || verdict.run === null) throw new Error('it holds');
  return recorded(loaded, property, verdict.run, verdict.loop);
}

describe('a run without end', () => {
  it('that stands still where nothing is fair is confirmed by a store that stands there, too', async () => {
    const unfair = { ...storeModel('quorum/n3-r2-w2'), fairness: [] };
    const trace = endlessRun(unfair, 'OpEnds');
    expect([trace.loop, trace.steps.length]).toEqual([1, 1]);
    expect(await replay(trace, unfair, simulated)).toEqual({ answer: 'confirmed', steps: 1 });
  });

  it('is confirmed by a store that goes round once, back to where it was', async () => {
    const base = storeModel('dynamo/n2-r1-w1');
    const { system, properties } = base;
    const restless: Model = {
      ...base,
      properties: { ...properties, OpEnds: opEnds(0) },
      // A hint would be handed over anew after every crash, in ever more messages.
      system: { ...system, budgets: { ...system.budgets, crash: 'unlimited', 'input:suspect': 0 } },
    };
    const trace = endlessRun(restless, 'OpEnds');
    expect(trace.steps.map(({ action: { kind } }) => kind)).toEqual(['input', 'crash', 'restart']);
    expect(trace.loop).toBe(1);
    expect(await replay(trace, restless, simulated)).toEqual({ answer: 'confirmed', steps: 3 });
  });

  it('of a courier that never believes is not shared by the store', async () => {
    const changed = mutantOf(storeModel('dynamo/n2-r1-w1'), 'neverBelieves');
    const trace = endlessRun(changed, 'HintsGetHome');
    expect(trace.steps.length).toBeGreaterThan(trace.loop ?? 0);
    expect(await replay(trace, changed, simulated)).toMatchObject({ answer: 'spec-only' });
  });
});
