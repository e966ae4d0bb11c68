import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkshop, prelude, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const walkable = new URL('../fixtures/walkable.model.ts', import.meta.url).href;
const some = ['--walks', '200', '--depth', '50', '--seed', '7', '--workers', '1'];

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: 'models/*.model.ts' });",
    'models/fine.model.ts': `
      import { counting, racing } from '${walkable}';
      export const models = [register({ acks: 1 }), register(), racing(), counting({ limit: 20, throws: 1 }),
        counting({ limit: 30 }), { ...register({ acks: 1 }), name: 'surprise/one', expect: {} }];`,
  });
});
afterEach(() => workshop.close());

// Each run starts threads, which takes its time on a busy machine.
describe('simulate', { timeout: 60_000 }, () => {
  test('says what it found, in which walk, and that this is no proof', async () => {
    const { code, out } = await workshop.run(['simulate', 'register/acks1', ...some]);
    expect(code).toBe(0);
    expect(out).toContain('register/acks1: 200 uniform walks of at most 50 steps, seed 7');
    expect(out).toMatch(/^ {2}Fresh +violated +\d+ +\d+ +5 +as expected$/m);
    expect(out).toMatch(/^ {2}NotBoth +not found$/m);
    expect(out).toMatch(/^ {2}Finishes +witnessed/m);
    expect(out).toContain('27 distinct (exact)');
    expect(out).toContain('Walks are not all runs');
    expect(out).not.toContain('holds');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('says of a state that no walk came to that it was not witnessed', async () => {
    const { out } = await workshop.run(['simulate', 'register/acks2', ...some, '--depth', '1']);
    expect(out).toMatch(/^ {2}Finishes +not witnessed$/m);
  });

  test('answers 12 to a violation that nobody expects, and shows it in full', async () => {
    const { code, out } = await workshop.run(['simulate', 'surprise/one', ...some]);
    expect(code).toBe(12);
    expect(out).toMatch(/✗ surprise\/one: Fresh is violated after 5 steps \(not expected\)/);
    // A walk's run made short needn't be a shortest one.
    expect(out).toContain('say so in the model: expect: { Fresh: violated() }\n');
    expect(out).toMatch(/├─ write value=v1 ─+►│/);
  });

  test.each(['register/acks1', 'surprise/one'])(
    'saves a trace that verify accepts: %s',
    async (name) => {
      const { out } = await workshop.run(['simulate', name, ...some]);
      const [, file = ''] = /^ +trace +(\S+)$/m.exec(out) ?? [];
      expect(file).toMatch(/^\.quorate\/traces\/.*\.itf\.json$/);
      const { code, out: verified } = await workshop.run(['verify', file]);
      expect([code, verified]).toEqual([0, expect.stringContaining('Fresh is violated')]);
    },
  );

  test('saves traces where it is told, and keeps its verdict where it cannot', async () => {
    await workshop.run(['simulate', 'register/acks1', ...some, '--trace-dir', 'here']);
    expect(existsSync(join(workshop.folder, 'here', 'register', 'Fresh.acks1.itf.json'))).toBe(
      true,
    );
    workshop.write('.quorate', 'a file');
    const expected = await workshop.run(['simulate', 'register/acks1', ...some]);
    expect([expected.code, said(expected.err)]).toEqual([
      74,
      expect.stringMatching(/\.quorate.* can't be written/),
    ]);
    expect((await workshop.run(['simulate', 'surprise/one', ...some])).code).toBe(12);
  });

  test('prints the command that makes the walk of a finding again', async () => {
    const { out } = await workshop.run(['simulate', 'register/acks1', ...some]);
    const [, command = ''] = /^ +walk +npx quorate (.*)$/m.exec(out) ?? [];
    expect(command).toMatch(/^simulate register\/acks1 --seed 7 --depth 50 --walk \d+$/);
    const again = await workshop.run(command.split(' '));
    expect(again.out).toMatch(/^ {2}Fresh +violated/m);
    expect(again.out).toMatch(/^ {5}1 {2}c1 {2}input begin$/m);
    const row = /^ {2}Fresh .*$/m;
    expect(row.exec(again.out)?.[0]).toBe(row.exec(out)?.[0]);
  });

  test.each(['uniform', 'pct', 'guided'])(
    'prints and writes the same bytes for the same seed, however many workers: %s',
    async (strategy) => {
      const printed: string[] = [];
      for (const workers of ['1', '3']) {
        const options = ['--strategy', strategy, '--workers', workers, '--json', 'result.json'];
        const { out } = await workshop.run(['simulate', 'surprise/one', ...some, ...options]);
        printed.push(out + readFileSync(join(workshop.folder, 'result.json'), 'utf8'));
      }
      expect(printed[0]).toContain('"formatVersion": 1');
      expect(printed[1]).toBe(printed[0]);
    },
  );

  test('writes JSON to standard output alone', async () => {
    const { out } = await workshop.run(['simulate', 'register/acks1', ...some, '--json', '-']);
    const found = JSON.parse(out);
    expect(found).toMatchObject({
      formatVersion: 1,
      model: 'register/acks1',
      plan: { seed: 7, depth: 50, strategy: 'uniform' },
      walks: 200,
      states: { count: 27, isExact: true },
      properties: [
        { name: 'Fresh', expected: 'violated', verdict: 'violated', steps: 5 },
        { name: 'NotBoth', expected: 'holds', verdict: 'unknown' },
        { name: 'Finishes', verdict: 'witnessed' },
        { name: 'Deadlock', verdict: 'unknown' },
      ],
    });
  });

  test('judges no liveness, since walks end, and says so', async () => {
    workshop.write(
      'late.model.ts',
      `${prelude}const late = { Ends: quorate.eventually((view) => view.isFinal('c1')) };
       export const models = [{ ...register(), name: 'late/one', properties: late }];`,
    );
    const { code, out } = await workshop.run(['simulate', 'late.model.ts', ...some]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}Ends +not judged +quorate check does$/m);
  });

  test('draws a seed where none is given, and prints it', async () => {
    const argv = ['simulate', 'register/acks2', '--walks', '5', '--workers', '1'];
    const seeds = new Set<string>();
    for (let run = 0; run < 3; run++) {
      seeds.add(/seed (\d+)$/m.exec((await workshop.run(argv)).out)?.[1] ?? '');
    }
    expect(seeds.size).toBe(3);
  });

  test('looks at one property only where it is told to, with other parameters', async () => {
    const options = ['--param', 'drops=1', '--property', 'NotBoth'];
    const { code, out } = await workshop.run(['simulate', 'register/acks1', ...some, ...options]);
    expect(code).toBe(0);
    expect(out).toContain('register/acks1-drops1:');
    expect(out).toMatch(/NotBoth/);
    expect(out).not.toMatch(/Fresh|Deadlock/);
    expect(out).toContain('faults    drop happened');
  });

  test('walks a model without an end, and stops when its time is up', async () => {
    const argv = ['simulate', 'walkable/counter-30', '--seed', '1', '--workers', '1'];
    const { code, out } = await workshop.run([...argv, '--max-seconds', '1', '--depth', '100000']);
    expect(code).toBe(12);
    expect(out).toMatch(/Below +violated +0 +30 +30 +UNEXPECTED/);
  });

  test('answers 75 to a property that throws, with its place', async () => {
    const argv = ['simulate', 'walkable/counter-20-throws', ...some];
    const { code, err } = await workshop.run(argv);
    expect(code).toBe(75);
    expect(err).toContain('cannot bear 20');
    expect(err).toMatch(/property: +Below/);
  });

  test('prints what is known when it is interrupted', async () => {
    const limits = ['--max-seconds', '60', '--workers', '2', '--seed', '7'];
    const argv = ['simulate', 'register/acks1', ...limits];
    const asked: (() => void)[] = [];
    const { code, out } = await workshop.run([...argv, '--progress'], {
      onListen: (interrupt) => void asked.push(interrupt),
      onPrint: (text) => {
        if (/ steps .*\/s/.test(text)) for (const interrupt of asked) interrupt();
      },
    });
    expect(code).toBe(130);
    expect(out).toContain('interrupted: this is what is known so far');
    expect(out).toMatch(/^ {2}Fresh +violated/m);
  });

  test.each([
    [['register'], /'register' means 2 models.*register\/acks1, register\/acks2/],
    [['nothing'], /no model is called 'nothing'/],
    [['register/acks1', '--walk', '3', '--walks', '5'], /leave one out/],
    [['register/acks1', '--strategy', 'pct', '--fault-weight', '0.5'], /leave one out/],
    [['register/acks1', '--seed', '-1'], /whole number from 0 to 4294967295/],
    [['register/acks1', '--depth', '1.5'], /whole number from 1/],
    [['register/acks1', '--strategy', 'clever'], /uniform, pct, guided/],
  ])('answers 64 to %j', async (argv, why) => {
    const { code, err } = await workshop.run(['simulate', ...argv]);
    expect(code).toBe(64);
    expect(said(err)).toMatch(why);
    for (const line of err.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
