/** Expectations that nothing met: each is told with its likely cause and with what to do. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';

const config = "export default quorate.defineConfig({ models: '*.model.ts' });";

function fits(text: string): void {
  for (const line of text.split('\n')) {
    if (!line.includes('npx quorate')) expect(line.length).toBeLessThanOrEqual(100);
  }
}

const models = (acks: number): string =>
  `export const models = [{ ...register({ acks: ${acks} }), parameters: {}, name: 'm/a', expect: { Fresh: quorate.violated() } }];`;

test('a violation that did not occur is told with its stored trace, which verify holds against the charts', async () => {
  const before = openWorkshop({ 'quorate.config.ts': config, 'm.model.ts': models(1) });
  expect((await before.run(['check', '--update'])).code).toBe(0);
  const file = join('traces', 'm', 'Fresh.a.itf.json');
  const after = openWorkshop({ 'quorate.config.ts': config, 'm.model.ts': models(2) });
  const bare = await after.run(['check', 'm/a']);
  expect(bare.code).toBe(20);
  expect(bare.out).toMatch(/^ {2}Fresh +holds +NOT VIOLATED$/m);
  expect(said(bare.out)).toContain(
    "✗ m/a: Fresh is not violated, but a violation is expected Every run was explored, and none violates it. Likely cause: the machines were mended, the scope became smaller (budgets, hosts, scripts), or the property asks for less than it did. If that is as it should be, take Fresh out of the model's 'expect'.",
  );
  expect(bare.out).not.toContain('npx quorate verify');
  after.write(file, before.read(file));
  const stored = await after.run(['check', 'm/a']);
  expect(stored.out).toContain(`  why      npx quorate verify ${file}\n`);
  fits(stored.out);
  const verified = await after.run(['verify', file]);
  expect(verified.code).toBe(20);
  expect(verified.out).toMatch(/step \d doesn't fit/);
  for (const one of [before, after]) one.close();
});

test('a sometimes that happens though it is expected not to is told as that', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `export const models = [{ ...register(), mutants: {}, expect: { Finishes: quorate.violated() } }];`,
  });
  const { code, out } = await workshop.run(['check', 'm.model.ts']);
  workshop.close();
  expect(code).toBe(20);
  expect(said(out)).toContain(
    'Finishes happens, but a violation is expected Some run shows it. Likely cause: the machines were mended, the scope became larger (budgets, hosts, scripts), or the property asks for less than it did.',
  );
});

test('a violation of another length is told with the length to expect', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `export const models = [{ ...register({ acks: 1 }), mutants: {}, expect: { Fresh: quorate.violated({ steps: 4 }) } }];`,
  });
  const { code, out } = await workshop.run(['check', 'm.model.ts']);
  workshop.close();
  expect(code).toBe(20);
  expect(out).toContain('Fresh is violated after 5 steps (4 steps are expected)');
  expect(out).toContain('say so in the model: expect: { Fresh: violated({ steps: 5 }) }');
  fits(out);
});

test('mutants that survive are named with what holds of them, and no other is', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `const { caughtBy, reparameterised } = quorate;
export const models = [{ ...register(), mutants: {
  harmless: caughtBy('Fresh', reparameterised({ acks: 2 })),
  idle: caughtBy('NotBoth', reparameterised({ drops: 1 })),
  oneAck: caughtBy('Fresh', reparameterised({ acks: 1 })) } }];`,
  });
  const { code, out } = await workshop.run(['check', 'm.model.ts', '--mutants']);
  expect(code).toBe(20);
  expect(out).toContain(
    '✗ register/acks2: 2 mutants survive: harmless (Fresh holds), idle (NotBoth holds)\n',
  );
  expect(said(out)).toContain('Likely cause: none comes to where it matters');
  expect(said(out)).toContain('take the mutant out');
  fits(out);
  const limited = await workshop.run(['check', 'm.model.ts', '--mutants', '--max-states', '3']);
  workshop.close();
  expect(limited.code).toBe(30);
  expect(limited.out).not.toContain('survive:');
});
