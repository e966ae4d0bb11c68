import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const commit = fileURLToPath(
  new URL('../../../checker/examples/two-phase-commit.model.ts', import.meta.url),
);

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'register.model.ts': 'export const models = [register()];',
    'live.model.ts': `
      import { twoPhaseCommit } from '${commit}';
      const live = twoPhaseCommit({ rms: 2 });
      const properties = { Ends: quorate.eventually(() => false) };
      export const models = [{ ...live, name: 'live/commit', properties, expect: {}, mutants: {} }];
    `,
    'early.model.ts': `
      import { twoPhaseCommit, transactionManager } from '${commit}';
      const early = transactionManager.provide({ guards: { allPrepared: () => true } });
      const { system, ...rest } = twoPhaseCommit({ rms: 4 });
      const hosts = system.hosts.map((one) =>
        one.id === 'tm'
          ? quorate.host('tm', { manager: quorate.resident(early, one.machines.manager.input) })
          : one,
      );
      export const models = [{ ...rest, name: 'early/commit', system: { ...system, hosts } }];
    `,
  });
});
afterEach(() => workshop.close());

describe('check --reduce symmetry', () => {
  it('counts orbits, and says what one state stands for', async () => {
    const { code, out } = await workshop.run(['check', commit, '--reduce', 'symmetry']);
    expect(code).toBe(0);
    expect(out).toMatch(/^two-phase-commit\/rms5 +holds +314 +16 +as expected$/m);
    expect(out).toContain('one state stands for up to 120 that rm1, rm2, rm3, rm4, rm5 make');
  });

  it('tells of a violation in the names of real hosts, as a trace that verifies', async () => {
    const command = ['check', 'early.model.ts', '--property', 'Agreement'];
    const full = await workshop.run(command);
    const reduced = await workshop.run([...command, '--reduce', 'symmetry']);
    expect(reduced.code).toBe(12);
    const headline = /✗ early\/commit: Agreement is violated after \d+ steps/;
    expect(headline.exec(reduced.out)?.[0]).toBe(headline.exec(full.out)?.[0]);
    const [, file = ''] = /npx quorate verify (\S+)/.exec(reduced.out) ?? [];
    expect((await workshop.run(['verify', file])).code).toBe(0);
  });

  it('has nothing to leave out of a model without interchangeable ids, and says so', async () => {
    const { code, out } = await workshop.run([
      'check',
      'register.model.ts',
      '--reduce',
      'symmetry',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('symmetry leaves nothing out: the model declares no interchangeable ids');
  });

  it('is in the JSON', async () => {
    await workshop.run(['check', commit, '--reduce', 'symmetry', '--json', 'out.json']);
    const { models } = JSON.parse(readFileSync(`${workshop.folder}/out.json`, 'utf8')) as {
      readonly models: readonly {
        readonly states: number;
        readonly reductions: readonly string[];
      }[];
    };
    expect(models.map(({ states, reductions }) => [states, reductions.length])).toEqual([
      [80, 1],
      [314, 1],
    ]);
  });

  it('is refused for liveness, which it can not judge', async () => {
    const { code, err } = await workshop.run(['check', 'live.model.ts', '--reduce', 'symmetry']);
    expect(code).toBe(64);
    expect(err).toContain('--reduce symmetry could change verdicts of live/commit');
    expect(err).toContain('Ends: a run without end may look fair');
  });

  it('refuses reductions that there aren’t, and a comparison with whole models', async () => {
    const unknown = await workshop.run(['check', '--reduce', 'simmetry']);
    expect(unknown.code).toBe(64);
    expect(unknown.err).toContain("'simmetry' is no reduction");
    const compared = await workshop.run(['check', '--reduce', 'symmetry', '--baseline', 'a.json']);
    expect(compared.code).toBe(64);
    expect(compared.err).toContain('--reduce leaves states out');
  });
});
