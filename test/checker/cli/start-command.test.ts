/** `start`, in full and in brief. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeTrace } from '../../../checker/trace/trace-files.ts';
import type { Trace } from '../../../checker/index.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const file = join('traces', 'register', 'Fresh.acks1.itf.json');

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': `export default quorate.defineConfig({ models: '*.model.ts',
      replay: async () => ({ answer: 'confirmed', steps: 5 }) });`,
    'm.model.ts':
      'export const models = [{ ...register({ acks: 1 }), store: { nodes: 2 } }, register()];',
  });
});
afterEach(() => workshop.close());

function put(changed: Partial<Trace>): void {
  const trace = shortestTrace(register({ acks: 1 }), 'Fresh');
  writeTrace(join(workshop.folder, file), { ...trace, ...changed });
}

describe('start', () => {
  test('checks, writes the counterexamples, and replays them', async () => {
    const { code, out } = await workshop.run(['start']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}Fresh +violated +5 +as expected$/m);
    expect(out).toContain('store on Fresh: confirmed (5 steps, violated there too)');
    expect(existsSync(join(workshop.folder, '.quorate', file))).toBe(true);
  });

  test('in brief tells only of models, and what the store answers in all', async () => {
    const { code, out } = await workshop.run(['start', '--brief']);
    expect(code).toBe(0);
    expect(out).toMatch(/^register\/acks1 +violated +\d+ +\d+ +as expected$/m);
    expect(out).not.toMatch(/^ {2}(Fresh|NotBoth|Deadlock) /m);
    expect(out).not.toContain('within 3 hosts');
    expect(out).toContain('the store on 1 counterexample: 1 confirmed');
    expect(out).toContain('in brief: without --brief, each property has a row');
  });

  test('in brief tells what is not as expected as well', async () => {
    put({ replay: { answer: 'spec-only', step: 4 } });
    const { code, out } = await workshop.run(['start', '--brief']);
    expect(code).toBe(20);
    expect(out).toMatch(/store on Fresh: confirmed .* NOT AS BEFORE/);
  });

  test('answers 20 where the store does not answer as recorded', async () => {
    put({ replay: { answer: 'spec-only', step: 4 } });
    const { code, out } = await workshop.run(['start']);
    expect(code).toBe(20);
    expect(out).toMatch(/store on Fresh: confirmed .* NOT AS BEFORE/);
  });

  test('checks only what the configuration starts', async () => {
    const other = openWorkshop({
      'quorate.config.ts':
        "export default quorate.defineConfig({ models: '*.model.ts', start: ['register/acks2'] });",
      'm.model.ts': 'export const models = [register({ acks: 1 }), register()];',
    });
    const { code, out } = await other.run(['start']);
    expect(code).toBe(0);
    expect(out).toContain('1 model: ');
    other.close();
  });

  test('says nothing of a store where nobody speaks of one, unless one has answered before', async () => {
    const other = openWorkshop({
      'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
      'm.model.ts': "export const models = [{ ...register({ acks: 1 }), storeless: '' }];",
    });
    const { code, out } = await other.run(['start']);
    const updated = await other.run(['check', '--update']);
    const replayed = await other.run(['replay', file]);
    const recorded = JSON.parse(other.read(file));
    expect([code, updated.code, replayed.code]).toEqual([0, 0, 0]);
    expect(out + updated.out).not.toMatch(/the store|store on|storeless/);
    expect(said(replayed.out)).toContain(
      "storeless: there is no store here: the configuration has no 'replay', and the model no 'store'",
    );
    recorded['#meta'].replay = { answer: 'confirmed' };
    other.write(file, JSON.stringify(recorded));
    const lost = await other.run(['start']);
    expect(lost.code).toBe(20);
    expect(lost.out).toMatch(/store on Fresh: storeless: .* NOT AS BEFORE/);
    other.close();
  });

  test('says why nothing is replayed', async () => {
    const other = openWorkshop({
      'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
      'm.model.ts': 'export const models = [register({ acks: 1 })];',
    });
    const { out } = await other.run(['start']);
    expect(out).toContain('store on Fresh: storeless: a register on two servers is no Dynamo');
    other.close();
  });
});
