import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelsIn } from '../../checker/check/model-file.ts';
import type { Model } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';
import { isAsRecorded } from '../../checker/trace/replay-answer.ts';
import { readTrace, traceFileOf } from '../../checker/trace/trace-files.ts';
import { verify } from '../../checker/trace/verification.ts';
import { replay } from '../../traces/bridge/replay.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync('spec/**/*.model.ts', { cwd: root }).toSorted();
const listed = await Promise.all(files.map((file) => modelsIn(join(root, file))));
const models = new Map<string, Model>(listed.flat().map((model) => [model.name, model]));

const stored = globSync('traces/*/*.itf.json', { cwd: root }).toSorted();
const expected = [...models.values()].flatMap((model) =>
  Object.keys(model.expect).map((property) => join('traces', traceFileOf(model.name, property))),
);

function modelOf(name: string): Model {
  const model = models.get(name);
  if (model === undefined) throw new Error(`no model is called '${name}'`);
  return model;
}

describe('the stored counterexamples', () => {
  it('are those that the models expect, each of them and no other', () => {
    expect(stored).toEqual(expected.toSorted());
    expect(stored.every((file) => existsSync(join(root, file)))).toBe(true);
  });

  it.each(stored)('%s is a run of the spec, and the store answers as recorded', async (file) => {
    const trace = readTrace(join(root, file));
    const model = modelOf(trace.model);
    expect(verify(load(model), trace).kind).toBe('verified');
    expect(trace.replay).not.toBeNull();
    const answer = await replay(trace, model, { tier: 'simulated' });
    expect(isAsRecorded(trace.replay, answer)).toBe(true);
    const hasStore = model.store !== null;
    expect(answer.answer).toBe(hasStore ? 'confirmed' : 'storeless');
  });
});
