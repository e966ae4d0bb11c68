import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import { readTrace } from '../../../checker/trace/trace-files.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Ran, Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: 'models/*.model.ts' });",
    'models/fine.model.ts': 'export const models = [register({ acks: 1 }), register()];',
  });
});
afterEach(() => workshop.close());

const surprising =
  "export const models = [{ ...register({ acks: 1 }), name: 'surprise/one', expect: {} }];";

describe('check', () => {
  test('prints a row for each model and property, and answers 0 where all is as expected', async () => {
    const { code, out, err } = await workshop.run(['check']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^register\/acks1 +violated +27 +7 +as expected$/m);
    expect(out).toMatch(/^ {2}Fresh +violated +5 +as expected$/m);
    expect(out).toMatch(/^register\/acks2 +holds +12 +7 +as expected$/m);
    expect(out).toMatch(/^ {2}Deadlock +holds +as expected$/m);
    expect(out).toContain('2 models: 7 properties hold, 1 violated as expected');
  });

  test('prints a row for each model in brief, and one for whatever is not as expected', async () => {
    const again = openWorkshop({
      'fine.model.ts': 'export const models = [register({ acks: 1 }), register()];',
      'odd.model.ts': surprising,
    });
    const { code, out } = await again.run(['check', 'fine.model.ts', 'odd.model.ts', '--brief']);
    again.close();
    expect(code).toBe(12);
    const [table = ''] = out.split('\n\n');
    expect(table.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  ').trimEnd())).toEqual([
      'MODEL AND PROPERTY  VERDICT  STEPS  STATES  DEPTH  EXPECTED',
      'register/acks1  violated  27  7  as expected',
      'register/acks2  holds  12  7  as expected',
      'surprise/one  violated  18  5  UNEXPECTED',
      '  Fresh  violated  5  UNEXPECTED',
      '  NotBoth  unknown  undecided',
      '  Deadlock  unknown  undecided',
      expect.stringContaining('  within 3 hosts, no drop'),
      '  stopped early: violation (--keep-going explores on)',
    ]);
    expect(out).toContain('✗ surprise/one: Fresh is violated after 5 steps (not expected)');
  });

  test('prints no head of a table that has no rows', async () => {
    const again = openWorkshop({
      'odd.model.ts': `export const models = [{ ...register(), mutants: {}, properties: {
        P: quorate.always(() => { throw new Error('oh no'); }) } }];`,
    });
    for (const command of ['check', 'audit']) {
      const { code, out } = await again.run([command, 'odd.model.ts']);
      expect(code).toBe(75);
      expect(out).not.toContain('MODEL AND');
    }
    again.close();
  });

  test('says within which bounds something holds', async () => {
    const { out } = await workshop.run(['check', 'register/acks2', '--param', 'drops=1']);
    expect(out).toContain(
      'within 3 hosts, at most 1 drop, at most 1 timer:patience, no crash, one',
    );
  });

  test('keeps to a hundred columns', async () => {
    const { out } = await workshop.run(['check', '--param', 'drops=1', '--param', 'crashes=1']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('shows an unexpected violation as steps, picture, last change, and how to go on', async () => {
    const again = openWorkshop({
      'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
      'surprise.model.ts': surprising,
    });
    const { code, out } = await again.run(['check', 'surprise.model.ts']);
    expect(code).toBe(12);
    expect(out).toContain('✗ surprise/one: Fresh is violated after 5 steps (not expected)');
    expect(out).toContain('say so in the model: expect: { Fresh: violated({ steps: 5 }) }\n');
    expect(out).toContain('   2  c1 → n1  write value=v1');
    expect(out).toMatch(/├─ write value=v1 ─+►│/);
    expect(out).toContain('        monitor Fresh is: fresh → stale\n');
    const file = join('.quorate', 'traces', 'surprise', 'Fresh.one.itf.json');
    expect(out).toContain(`npx quorate verify ${file}`);
    expect(out).toContain(`npx quorate show --full ${file}`);
    expect(readTrace(join(again.folder, file)).steps).toHaveLength(5);
    again.close();
  });

  test('tells the shortest three violations in full, and the others in a line each', async () => {
    const again = openWorkshop({
      'surprise.model.ts': `${surprising}
        for (const name of ['two', 'three', 'four', 'five']) {
          models.push({ ...models[0], name: 'surprise/' + name });
        }`,
    });
    const { code, out } = await again.run(['check', 'surprise.model.ts', '--keep-going']);
    expect(code).toBe(12);
    expect(out.match(/✗ surprise\/\w+: Fresh is violated/g)).toHaveLength(5);
    expect(out.match(/monitor Fresh is: fresh → stale/g)).toHaveLength(3);
    expect(out.match(/ (?:picture|steps {2}) {2}npx quorate show .*\.itf\.json/g)).toHaveLength(5);
    again.close();
  });

  test('writes unexpected traces where it is told, and nothing elsewhere', async () => {
    const { code } = await workshop.run(['check', '--trace-dir', 'here']);
    expect(code).toBe(0);
    expect(existsSync(join(workshop.folder, 'here'))).toBe(false);
    const again = openWorkshop({ 'surprise.model.ts': surprising });
    await again.run(['check', 'surprise.model.ts', '--trace-dir', 'here']);
    expect(readdirSync(again.folder).toSorted()).toEqual(['here', 'surprise.model.ts']);
    again.close();
  });

  test('keeps its verdict where a trace cannot be written', async () => {
    const again = openWorkshop({ 'surprise.model.ts': surprising });
    again.write('.quorate', 'a file');
    const { code, err } = await again.run(['check', 'surprise.model.ts']);
    expect(code).toBe(12);
    expect(said(err)).toMatch(/\.quorate.* can't be written/);
    again.close();
  });

  test('explores mutants too when asked', async () => {
    const { code, out } = await workshop.run(['check', 'register/acks2', '--mutants']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}mutant ignoresAcks +killed +3 +by Fresh$/m);
    expect(out).toContain('2 of 2 mutants killed');
  });

  test('answers 20 where a mutant survives', async () => {
    const again = openWorkshop({
      'm.model.ts': `export const models = [{ ...register(), mutants: {
        harmless: quorate.caughtBy('Fresh', quorate.reparameterised({ drops: 1 })) } }];`,
    });
    const { code, out } = await again.run(['check', 'm.model.ts', '--mutants']);
    expect(code).toBe(20);
    expect(out).toMatch(/^ {2}mutant harmless +survived +Fresh HOLDS$/m);
    again.close();
  });

  test('says which property caught a mutant that another one should have caught', async () => {
    const again = openWorkshop({
      'm.model.ts': `export const models = [{ ...register(), mutants: {
        oneAck: quorate.caughtBy('NotBoth', quorate.reparameterised({ acks: 1 })) } }];`,
    });
    const { code, out } = await again.run(['check', 'm.model.ts', '--mutants']);
    expect(code).toBe(20);
    expect(out).toMatch(/^ {2}mutant oneAck +killed +5 +by Fresh, NOT NotBoth$/m);
    again.close();
  });

  test('answers 30 where a limit comes first, and says which', async () => {
    const { code, out } = await workshop.run(['check', 'register/acks2', '--max-states', '3']);
    expect(code).toBe(30);
    expect(out).toContain('stopped early: max-states');
    expect(out).toMatch(/^ {2}Fresh +unknown +undecided$/m);
  });

  test('looks only at the properties that are named', async () => {
    const { out } = await workshop.run(['check', '--property', 'NotBoth']);
    expect(out).toContain('  NotBoth');
    expect(out).not.toMatch(/^ {2}(Fresh|Deadlock)/m);
  });

  test('answers 21 for a sometimes that never happens', async () => {
    const again = openWorkshop({
      'm.model.ts': `export const models = [{ ...register(), properties: {
        Flies: quorate.sometimes(() => false) }, mutants: {} }];`,
    });
    const { code, out } = await again.run(['check', 'm.model.ts']);
    expect(code).toBe(21);
    expect(out).toContain('✗ register/acks2: Flies never happens');
    again.close();
  });

  test('answers 21 for a transition that a whole suite never takes, and names it', async () => {
    const again = openWorkshop({
      'quorate.config.ts': "export default quorate.defineConfig({ models: ['*.model.ts'] });",
      'm.model.ts': 'export const models = [{ ...register(), waivers: [] }];',
    });
    const whole = await again.run(['check']);
    expect(whole.code).toBe(21);
    expect(whole.out).toContain('chart transitions taken: 6 of 8\n');
    expect(whole.out).toContain(
      [
        '✗ 2 transitions are taken in no model:',
        "      { what: 'writer: writer.reading after patience[0]', why: '' },",
        "      { what: 'writer: writer.writing after patience[0]', why: '' },",
        '  Add models that show them, or put the lines into the waivers of one, each with its reason.\n',
      ].join('\n'),
    );
    const part = await again.run(['check', 'register']);
    expect(part.code).toBe(0);
    expect(part.out).toContain('6 of 8\nguard outcomes seen: 2 of 2\n  judged only where a whole');
    again.close();
  });

  test('answers 21 for a guard that is never refused, and for a waiver of no use', async () => {
    const waived = ['writer.idle begin', 'writer.writing stored', 'writer.writing always']
      .concat(['writer.writing after patience', 'writer.reading held'])
      .concat(['writer.reading after patience', 'server.serving write', 'server.serving read'])
      .map((transition) => ({ what: `${transition}[0]`, why: 'nobody begins' }));
    const ran = async (begins: boolean): Promise<Ran> => {
      const again = openWorkshop({
        'quorate.config.ts': "export default quorate.defineConfig({ models: ['*.model.ts'] });",
        'm.model.ts': `const one = register({ acks: 0 });
          const system = { ...one.system, ${begins ? '' : 'inputs: () => []'} };
          export const models = [{ ...one, system, done: () => true, properties: {}, expect: {},
            waivers: ${JSON.stringify(waived)} }];`,
      });
      const found = await again.run(['check']);
      again.close();
      return found;
    };
    expect((await ran(false)).code).toBe(0);
    const { code, out } = await ran(true);
    expect(code).toBe(21);
    expect(out).toContain(
      [
        'guard outcomes seen: 1 of 2',
        '✗ 1 guard outcome is seen in no model:',
        "      { what: 'writer: writer.writing always[0] guard false', why: '' },",
        '  Add a model that shows it, or put the line into the waivers of one, with the reason.',
        "✗ the waiver of 'writer.idle begin[0]' is of no use (register/acks0): take it out",
      ].join('\n'),
    );
    expect(out).not.toContain("waiver of 'writer.writing after");
  });
});

describe('a model without an end', () => {
  test('answers 30, and names the host that grows, with examples', async () => {
    const again = openWorkshop({
      'm.model.ts': `import { assign, setup } from '${import.meta.resolve('xstate')}';
        const counter = setup({ actions: { count: assign(({ context }) => ({ n: context.n + 1 })) } })
          .createMachine({ id: 'counter', context: { n: 0 }, on: { tick: { actions: 'count' } } });
        export const models = [quorate.model('endless', { properties: {}, system: quorate.system({
          hosts: [quorate.host('a', { counter: quorate.resident(counter) })],
          inputs: () => [{ type: 'tick' }] }) })];`,
    });
    const { code, out } = await again.run(['check', 'm.model.ts', '--max-states', '100']);
    expect(code).toBe(30);
    expect(out).toContain(`endless: the host a kept growing until the limit
  counter.n grew in 98 of the last 98 levels, to 99
  101 distinct states so far; the last 5 levels found 1, 1, 1, 1, 1 new ones
  the last step that was new to it:
      counter.n: 99 → 100
  the one before:
      counter.n: 98 → 99
  If it has no end, give it one:`);
    const json = await again.run(['check', 'm.model.ts', '--max-states', '100', '--json', '-']);
    expect(JSON.parse(json.out).models[0]).toMatchObject({
      growing: [{ kind: 'host', name: 'a' }],
      stoppedBy: 'max-states',
    });
    again.close();
  });
});

describe('check --json', () => {
  test('writes one object in the documented format', async () => {
    const { code } = await workshop.run([
      'check',
      '--json',
      'results.json',
      '--mutants',
      '--workers',
      '2',
    ]);
    expect(code).toBe(0);
    const data = JSON.parse(workshop.read('results.json'));
    expect(data.formatVersion).toBe(1);
    expect(data.models).toHaveLength(2);
    expect(data.models[0]).toMatchObject({
      model: 'register/acks1',
      verdict: 'violated',
      asExpected: true,
      complete: true,
      states: 27,
      depth: 7,
      workers: 2,
      coverage: { transitionsTaken: 6, transitionsTotal: 8, untaken: [] },
    });
    expect(data.models[0].properties[0]).toEqual({
      name: 'Fresh',
      kind: 'monitored',
      expected: 'violated',
      verdict: 'violated',
      steps: 5,
    });
    expect(data.models[1].mutants[0]).toEqual({
      name: 'ignoresAcks',
      property: 'Fresh',
      killedBy: 'Fresh',
      steps: 3,
    });
  });

  test('on standard output leaves nothing else there', async () => {
    const { out, err } = await workshop.run(['check', '--json', '-']);
    expect(JSON.parse(out).models).toHaveLength(2);
    expect(err).toContain('2 models');
  });

  test('names the files of traces', async () => {
    const again = openWorkshop({ 'surprise.model.ts': surprising });
    const { out } = await again.run(['check', 'surprise.model.ts', '--json', '-']);
    expect(JSON.parse(out).models[0].properties[0].trace).toBe(
      join('.quorate', 'traces', 'surprise', 'Fresh.one.itf.json'),
    );
    again.close();
  });
});

function isColoured(text: string): boolean {
  return text.includes('\u001B[');
}

describe('colour', () => {
  test('is used on a terminal only, and not with NO_COLOR', async () => {
    const argv = ['check', 'register/acks2', '--no-progress'];
    expect(isColoured((await workshop.run(argv)).out)).toBe(false);
    expect(isColoured((await workshop.run(argv, { isTerminal: true })).out)).toBe(true);
    const env = { NO_COLOR: '1' };
    expect(isColoured((await workshop.run(argv, { isTerminal: true, env })).out)).toBe(false);
  });
});

test('Ctrl-C ends a check with what is known so far, and 130', async () => {
  const listening = Promise.withResolvers<() => void>();
  const inner = inProcess();
  const explorer: Explorer = {
    ...inner,
    explore: async (subject, task, onProgress) => {
      const interrupt = await listening.promise;
      if (subject.listed === 'register/acks2') interrupt();
      return inner.explore(subject, task, onProgress);
    },
  };
  const { code, out } = await workshop.run(['check'], { explorer, onListen: listening.resolve });
  expect(code).toBe(130);
  expect(out).toMatch(/^register\/acks1 +violated +27/m);
  expect(out).toMatch(/^register\/acks2 +unknown +\d+ +\d+ +interrupted$/m);
  expect(out).toContain('interrupted: this is what is known so far');
});

test('faults that never happen and steps that depend on a local order are told', async () => {
  const inner = inProcess();
  const explorer: Explorer = {
    ...inner,
    explore: async (subject, task, onProgress) => {
      const found = await inner.explore(subject, task, onProgress);
      const orderDependent = Array.from({ length: 7 }, (_, index) => `n1 on event${index}`);
      return { ...found, faultsNeverSeen: ['drop'], orderDependent };
    },
  };
  const { code, out } = await workshop.run(['check', 'register/acks2'], { explorer });
  expect(code).toBe(21);
  expect(out).toMatch(/^ {2}fault drop +never seen +NEVER SEEN$/m);
  expect(out).toContain("the order of a host's local messages matters in 7 of its steps:");
  expect(out).toMatch(/n1 on event4\n +and 2 more\n/);
});
