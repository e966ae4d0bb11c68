import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'register.model.ts': 'export const models = [register({ acks: 1 })];',
  });
});
afterEach(() => workshop.close());

describe('--reduce partial-order', () => {
  test('refuses properties whose verdict it could change, and says why', async () => {
    const { code, err } = await workshop.run(['check', '--reduce', 'partial-order']);
    expect(code).toBe(64);
    expect(err).toContain('could change verdicts of register/acks1');
    const reads = "it doesn't declare which hosts it reads: ";
    expect(err).toContain(`NotBoth: ${reads}never(…, { over: ['c1'] })`);
    expect(err).toContain(`Finishes: ${reads}sometimes(…, { over: ['c1'] })`);
    expect(err).toContain('Finishes: ');
    expect(err).not.toContain('Fresh: ');
  });

  test('finds what the full search finds, and says what it left out and doesn’t know', async () => {
    const argv = ['check', '--reduce', 'partial-order', '--property', 'Fresh'];
    const { code, out } = await workshop.run(argv);
    expect(code).toBe(0);
    expect(out).toMatch(/^register\/acks1 +violated +\d+ +- +as expected$/m);
    expect(out).toMatch(/^ {2}Fresh +violated +\d+ +as expected$/m);
    expect(out).toContain('partial order: of steps that commute');
    expect(out).toMatch(/^ {6}took \d+ of \d+ enabled steps, 1 in \d\.\d: \d+ % asleep/m);
    expect(out).toMatch(/^ {6}put no step off in \d+ of \d+ states:$/m);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('runs need not be shortest');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('tells in JSON what was left out', async () => {
    const argv = ['check', '--reduce', 'partial-order', '--property', 'Fresh', '--json', '-'];
    const { out } = await workshop.run(argv);
    expect(JSON.parse(out)).toMatchObject({
      models: [
        {
          depthIsOfKeptStates: true,
          reductions: [expect.stringContaining('partial order')],
          leftOut: { letsSleep: true, retaken: 0, onCycles: 0, inFull: expect.any(Object) },
        },
      ],
    });
  });

  test('names the reductions that there are', async () => {
    const { code, err } = await workshop.run(['check', '--reduce', 'magic']);
    expect(code).toBe(64);
    expect(said(err)).toContain("'magic' is no reduction. There are: symmetry, partial-order.");
  });
});

const commit = fileURLToPath(
  new URL('../../../checker/examples/two-phase-commit.model.ts', import.meta.url),
);

describe('--reduce symmetry,partial-order', () => {
  test('makes use of both, and says of each what it leaves out', async () => {
    const argv = ['check', commit, '--param', 'rms=3', '--property', 'Deadlock'];
    const { code, out } = await workshop.run([...argv, '--reduce', 'symmetry,partial-order']);
    expect(code).toBe(0);
    expect(out).toContain('one state stands for up to 6 that rm1, rm2, rm3 make');
    expect(out).toContain('partial order: of steps that commute');
  });
});
