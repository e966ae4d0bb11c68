/** What every example has: a verdict as expected, and a seeded bug that is found. */

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelsIn } from '../../../checker/check/model-file.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const folder = resolve(import.meta.dirname, '../../../checker/examples');
const names = readdirSync(folder).filter((name) => name.endsWith('.model.ts'));

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop();
});
afterAll(() => workshop.close());

/** The part of `check --json` that is looked at here. */
interface Checked {
  readonly models: readonly {
    readonly model: string;
    readonly asExpected: boolean;
    readonly complete: boolean;
    readonly mutants?: readonly { readonly property: string; readonly killedBy: string | null }[];
    readonly coverage: { readonly untaken: readonly string[] };
  }[];
}

it('there is one of every kind that an author may look for', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'abd.model.ts',
      'alternating-bit.model.ts',
      'at-most-once.model.ts',
      'dining-philosophers.model.ts',
      'lamport-mutex.model.ts',
      'paxos.model.ts',
      'shop.model.ts',
      'single-copy-register.model.ts',
      'token-ring.model.ts',
      'two-phase-commit.model.ts',
    ]),
  );
});

describe.each(names)('%s', (name) => {
  it('comes out as expected, and each seeded bug is found by the property that it names', async () => {
    const file = join(folder, name);
    const { code, out } = await workshop.run(['check', file, '--mutants', '--json', '-']);
    // The command line wrote it, in this very shape.
    const { models } = JSON.parse(out) as Checked;
    expect(models.length).toBe((await modelsIn(file)).length);
    expect(models.every(({ asExpected, complete }) => asExpected && complete)).toBe(true);
    const mutants = models.flatMap((one) => one.mutants ?? []);
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.map(({ killedBy }) => killedBy)).toEqual(mutants.map((one) => one.property));
    expect(code).toBe(0);
  }, 60_000);
});
