/** Traces that were made of another instance of a model than the one that they are verified with. */

import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Trace } from '../../../checker/index.ts';
import { writeTrace } from '../../../checker/trace/trace-files.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const trace: Trace = shortestTrace(register({ acks: 1 }), 'Fresh');

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'm.model.ts': 'export const models = [register({ acks: 1 }), register()];',
  });
});
afterEach(() => workshop.close());

function put(name: string, changed: Partial<Trace>): string {
  writeTrace(join(workshop.folder, name), { ...trace, ...changed });
  return name;
}

test('verify refuses a trace of another instance, and says how to go on', async () => {
  const other = put('t.itf.json', { parameters: { ...trace.parameters, drops: 1 } });
  const { code, out } = await workshop.run(['verify', other]);
  expect(code).toBe(20);
  expect(said(out)).toContain(
    "not verified: it was made of another instance: its parameter 'drops' is 1, and that of the model is 0 (another file that lists the instance may be named with --model)",
  );
  expect(said(out)).toContain('check it (quorate check register/acks1)');
  const replayed = await workshop.run(['replay', other]);
  expect(replayed.code).toBe(20);
});

test('verify tells of one that was made within other bounds, or before there was a parameter', async () => {
  const { drops: _, ...fewer } = trace.parameters;
  const older = put('t.itf.json', { scope: '3 hosts, at most 9 drop', parameters: fewer });
  const { code, out } = await workshop.run(['verify', older]);
  expect(code).toBe(0);
  expect(said(out)).toContain(
    `verified (5 steps, Fresh is violated) the model was changed since the trace was made, or the trace was edited: it has the parameters drops now; its scope was "3 hosts, at most 9 drop" and is "${trace.scope}". To make it anew: quorate check register/acks1`,
  );
  const steps = trace.steps.filter((_, index) => index !== 2);
  const cut = await workshop.run(['verify', put('t.itf.json', { steps, scope: 'another' })]);
  expect(cut.code).toBe(20);
  expect(said(cut.out)).toContain('its scope was "another" and is');
  for (const line of `${out}${cut.out}`.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
