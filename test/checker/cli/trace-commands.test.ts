import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encode } from '../../../checker/trace/itf.ts';
import { readTrace, writeTrace } from '../../../checker/trace/trace-files.ts';
import type { Trace } from '../../../checker/index.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

/** A project whose store answers what the file `answer.json` says. */
const config = `import { readFileSync } from 'node:fs';
const answer = new URL('answer.json', import.meta.url);
export default quorate.defineConfig({
  models: '*.model.ts',
  replay: async () => JSON.parse(readFileSync(answer, 'utf8')),
});`;
const stored =
  'export const models = [{ ...register({ acks: 1 }), store: { nodes: 2 } }, register()];';

const trace: Trace = shortestTrace(register({ acks: 1 }), 'Fresh');
const file = join('traces', 'register', 'Fresh.acks1.itf.json');
const confirmed = { answer: 'confirmed', steps: 5 };

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({ 'quorate.config.ts': config, 'm.model.ts': stored });
  workshop.write('answer.json', JSON.stringify(confirmed));
});
afterEach(() => workshop.close());

function put(name: string, changed: Partial<Trace> = {}): string {
  writeTrace(join(workshop.folder, name), { ...trace, ...changed });
  return name;
}

describe('show', () => {
  test('prints the steps and the diagram', async () => {
    const { code, out } = await workshop.run([
      'show',
      put('t.itf.json', { replay: { answer: 'fixed', step: 2 } }),
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^register\/acks1: Fresh is violated after 5 steps\nwithin 3 hosts/);
    expect(out).toContain('recorded answer of the store: fixed at step 2');
    expect(out).toContain('\nas the file has it, not verified: npx quorate verify t.itf.json\n');
    expect(out).toContain('├─ write value=v1 ───');
  });

  test('writes a Mermaid diagram to a file', async () => {
    const argv = ['show', put('t.itf.json'), '--format', 'mermaid', '--out', 't.mmd'];
    expect(await workshop.run(argv)).toEqual({ code: 0, out: '', err: '' });
    expect(workshop.read('t.mmd')).toMatch(
      /^---\ntitle: "register\/acks1: Fresh"\n---\nsequenceDiagram\n/,
    );
  });

  test('shows all of it with --full, which a Mermaid diagram has no use for', async () => {
    const file = put('t.itf.json');
    const { code, out } = await workshop.run(['show', '--full', file]);
    expect(code).toBe(0);
    expect(out).toContain('   0  the initial state\n        c1.writer is idle');
    const both = await workshop.run(['show', '--full', file, '--format', 'mermaid']);
    expect(both.code).toBe(64);
    expect(said(both.err)).toContain('--full is of the text');
  });

  test('answers 74 where the file cannot be written', async () => {
    put('t.itf.json');
    for (const [out, why] of [
      ['t.itf.json/x', /can't be written: a part of its path is a file, and no folder \(ENOTDIR\)/],
      ['out/t.mmd', /out\/t\.mmd can't be written: there is no folder \S*\/out/],
    ] as const) {
      const { code, err } = await workshop.run(['show', 't.itf.json', '--out', out]);
      expect(code).toBe(74);
      expect(said(err)).toMatch(why);
    }
    expect(existsSync(join(workshop.folder, 'out'))).toBe(false);
  });

  test('answers 65 to a file that is no trace', async () => {
    workshop.write('t.itf.json', encode(trace).slice(0, 900));
    const { code, err } = await workshop.run(['show', 't.itf.json']);
    expect(code).toBe(65);
    expect(said(err)).toMatch(/t\.itf\.json is refused: line \d+: it is not JSON .*cut off/);
  });
});

describe('verify', () => {
  test('says of a run to what may happen that it does, not that it violates anything', async () => {
    const happens = put('t.itf.json', { property: 'Finishes' });
    const { code, out } = await workshop.run(['verify', happens]);
    expect(code).toBe(0);
    expect(said(out)).toContain('verified (5 steps, Finishes happens, as it may sometimes)');
  });

  test('answers 0 where the spec still makes the run', async () => {
    const { code, out } = await workshop.run(['verify', put('t.itf.json')]);
    expect([code, out]).toEqual([0, 't.itf.json: verified (5 steps, Fresh is violated)\n']);
  });

  test('finds a family’s member that no file lists', async () => {
    const other = shortestTrace(register({ acks: 1, drops: 1 }), 'Fresh');
    const { code } = await workshop.run(['verify', put('t.itf.json', other)]);
    expect(code).toBe(0);
  });

  test('names the step that does not fit', async () => {
    const steps = trace.steps.filter((_, index) => index !== 2);
    const { code, out } = await workshop.run(['verify', put('t.itf.json', { steps })]);
    expect(code).toBe(20);
    expect(out).toContain("not verified: step 3 doesn't fit: no such message is in flight");
    expect(out).toContain('step 3: c1 → n2  read');
    expect(said(out)).toContain(
      'the model was changed since it was made. If the model is as it should be, check it (quorate check register/acks1): that finds',
    );
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('does not advise the file that was looked at', async () => {
    const { out } = await workshop.run(['verify', put('t.itf.json', { model: 'm/gone' })]);
    expect(said(out)).toContain('in m.model.ts. ');
    expect(said(out)).toContain('name that: --model path/to/some.model.ts');
  });

  test('says how to go on where every step fits and nothing is violated any more', async () => {
    const { code, out } = await workshop.run([
      'verify',
      put('t.itf.json', { property: 'NotBoth' }),
    ]);
    expect(code).toBe(20);
    expect(said(out)).toContain("every step fits, but the end doesn't violate NotBoth");
    expect(said(out)).toContain('if there is none any more, remove the file');
  });

  test('shows where states differ', async () => {
    const start = { ...trace.start, state: { ...trace.start.state, partition: 0 } };
    const { code, out } = await workshop.run(['verify', put('t.itf.json', { start })]);
    expect(code).toBe(20);
    expect(out).toContain("step 0 doesn't fit");
    expect(out).toContain('partition: trace 0 now null');
  });

  test('names a model that is gone', async () => {
    const { code, out } = await workshop.run(['verify', put('t.itf.json', { model: 'gone/a' })]);
    expect(code).toBe(20);
    expect(said(out)).toBe(
      "t.itf.json: not verified: none of the project's models is called 'gone/a'. They are register/acks1, register/acks2 in m.model.ts. If it is in another file, name that: --model path/to/some.model.ts ",
    );
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('names line and likely cause where a file is none of JSON, in lines that fit', async () => {
    workshop.write('README.md', `# Notes\n${'\nwords'.repeat(30)}`);
    const { code, out, err } = await workshop.run(['verify', 'README.md']);
    expect([code, out]).toEqual([65, '']);
    const [, told] = said(err).split('README.md ');
    expect(told).toBe(
      'is refused: line 1: it is not JSON (it begins with "# Notes"). Likely cause: it is a file of another kind; those of traces end in .itf.json ',
    );
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
  });

  test('names the place where a file was edited badly', async () => {
    const text = encode(trace).replace('"vars"', '<<<<<<< HEAD\n"vars"');
    workshop.write('t.itf.json', text);
    const { code, err } = await workshop.run(['verify', 't.itf.json']);
    expect(code).toBe(65);
    const line = text.slice(0, text.indexOf('<<<')).split('\n').length;
    expect(said(err)).toContain(`line ${line}, column `);
    expect(said(err)).toContain(
      `("<<<<<<< HEAD" can't stand there). Likely cause: the file was edited`,
    );
  });

  test('refuses, as show does, what only show would print', async () => {
    const text = encode(trace).replace(
      /"host":"c1","type":"observed"/,
      '"host":{},"type":"observed"',
    );
    expect(text).not.toBe(encode(trace));
    workshop.write('t.itf.json', text);
    for (const command of ['verify', 'show', 'replay']) {
      const { code, err } = await workshop.run([command, 't.itf.json']);
      expect(code).toBe(65);
      expect(said(err)).toMatch(/states\[\d\]\.#meta\.log\[0\]\.host: .*Expected string/);
    }
  });

  test('goes on after a refused file, and answers 65', async () => {
    workshop.write('bad.itf.json', '{}');
    const { code, out, err } = await workshop.run(['verify', 'bad.itf.json', put('t.itf.json')]);
    expect(code).toBe(65);
    expect(out).toContain('t.itf.json: verified');
    expect(said(err)).toContain('bad.itf.json is refused');
  });
});

describe('replay', () => {
  const fixed = { answer: 'fixed', step: 3, action: 'n1 → c1 stored', why: 'no such frame' };
  const apart = {
    answer: 'spec-only',
    step: 4,
    differences: [{ path: 'n1.disk', spec: 'v1', store: null }],
  };

  test('prints what the store answers', async () => {
    const { code, out } = await workshop.run(['replay', put('t.itf.json')]);
    expect([code, out]).toEqual([0, 't.itf.json: confirmed (5 steps, violated there too)\n']);
    workshop.write('answer.json', JSON.stringify(fixed));
    const refused = await workshop.run(['replay', 't.itf.json']);
    expect(refused.out).toContain(
      'fixed at step 3: no such frame\n      the refused step: n1 → c1 stored',
    );
    workshop.write('answer.json', JSON.stringify(apart));
    const differing = await workshop.run(['replay', 't.itf.json']);
    expect(differing.out).toContain('spec-only at step 4');
    expect(differing.out).toContain('n1.disk: spec v1, store null');
  });

  test('answers 20 where the record says otherwise', async () => {
    const name = put('t.itf.json', { replay: { answer: 'fixed', step: 3 } });
    const { code, out } = await workshop.run(['replay', name]);
    expect(code).toBe(20);
    expect(out).toContain('recorded is: fixed at step 3');
    workshop.write('answer.json', JSON.stringify(fixed));
    expect((await workshop.run(['replay', name])).code).toBe(0);
  });

  test('replays nothing that the spec no longer makes', async () => {
    const { code, out } = await workshop.run(['replay', put('t.itf.json', { model: 'gone/a' })]);
    expect(code).toBe(20);
    expect(out).toMatch(/not verified/);
  });

  test('confirms no run of which something else is told than happens', async () => {
    const steps = trace.steps.map((step, index) => (index === 4 ? { ...step, log: [] } : step));
    const name = put('t.itf.json', { steps });
    for (const command of ['verify', 'replay']) {
      const { code, out } = await workshop.run([command, name]);
      expect(code).toBe(20);
      expect(out).toContain(
        "t.itf.json: not verified: step 5 doesn't fit: something else is observed on the way",
      );
      expect(out).toContain('      log[0]: trace (nothing) now {type:observed,host:c1,');
      expect(out).not.toContain('confirmed');
    }
  });

  test('tells of a run that was made within other bounds', async () => {
    const { code, out } = await workshop.run(['replay', put('t.itf.json', { scope: 'anything' })]);
    expect(code).toBe(0);
    expect(said(out)).toContain(
      `confirmed (5 steps, violated there too) the model was changed since the trace was made, or the trace was edited: its scope was "anything" and is "${trace.scope}".`,
    );
  });

  test('says why there is no store', async () => {
    const bare = openWorkshop({
      'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
      'm.model.ts': stored,
    });
    writeTrace(join(bare.folder, 't.itf.json'), trace);
    const { code, out } = await bare.run(['replay', 't.itf.json']);
    expect([code, out]).toEqual([0, 't.itf.json: storeless: the configuration has no replay\n']);
    bare.close();
  });
});

describe('check --update', () => {
  test('stores expected counterexamples with the answer of the store', async () => {
    const before = await workshop.run(['check']);
    expect(before.out).toContain('expected counterexamples: 1 not stored; quorate check --update');
    expect((await workshop.run(['check', '--update'])).code).toBe(0);
    expect(readTrace(join(workshop.folder, file))).toEqual({
      ...trace,
      replay: { answer: 'confirmed' },
    });
    const after = await workshop.run(['check']);
    expect(after.out).not.toContain('expected counterexamples');
  });

  test('tells a stored trace of another run from the one that was found', async () => {
    put(file, { scope: 'another' });
    const { out } = await workshop.run(['check']);
    expect(out).toContain('1 stored as another run');
  });

  test('takes a damaged stored trace for none', async () => {
    workshop.write(file, '{');
    const { out } = await workshop.run(['check']);
    expect(out).toContain('1 not stored');
  });

  test('answers 74 where they cannot be stored', async () => {
    workshop.write('traces', 'a file');
    const { code, err } = await workshop.run(['check', '--update']);
    expect(code).toBe(74);
    expect(said(err)).toContain("can't be written");
  });
});

describe('a package without a configuration', () => {
  const broken = 'export const models = [{ ...register({ acks: 1 }), expect: {} }];';

  test('verifies the traces of all model files below it, and offers no replay', async () => {
    const other = openWorkshop({ 'a/m.model.ts': broken });
    other.write('package.json', '{ "type": "module" }');
    const { code, out } = await other.run(['check', 'a/m.model.ts']);
    expect(code).toBe(12);
    const [, file = ''] = /again {4}npx quorate verify (\S+)/.exec(out) ?? [];
    expect(out).not.toContain('quorate replay');
    const verified = await other.run(['verify', file]);
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('verified (')]);
    other.close();
  });
});

describe('list', () => {
  test('breaks lines where the page ends', async () => {
    const other = openWorkshop({
      'm.model.ts': `export const models = [{ ...register(), mutants: {}, scope: '${'words '.repeat(20)}end',
        properties: { ${'Very'.repeat(20)}Long: quorate.sometimes(() => true) } }];`,
    });
    other.write('package.json', '{ "type": "module" }');
    const { out } = await other.run(['list']);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(out).toMatch(/^ {2}within {6}\S.*\n {14}\S/m);
    other.close();
  });

  test('shows parameters, scope, properties, expectations and mutants', async () => {
    const { code, out } = await workshop.run(['list']);
    expect(code).toBe(0);
    expect(out).toContain(
      'register/acks1\n  file        m.model.ts\n  parameters  acks=1 drops=0 crashes=0\n',
    );
    expect(out).toContain('  property    Fresh (monitored, violated in 5 steps)');
    expect(out).toContain('  property    Deadlock (deadlock, holds)');
    expect(out).toContain('  mutants     ignoresAcks (Fresh), oneAck (Fresh)');
    expect(out).toContain('  storeless   a register on two servers is no Dynamo');
  });

  test('is JSON when asked', async () => {
    const { out } = await workshop.run(['list', '--json']);
    const { formatVersion, models } = JSON.parse(out);
    expect(formatVersion).toBe(1);
    expect(models[0]).toMatchObject({
      model: 'register/acks1',
      file: 'm.model.ts',
      parameters: { acks: 1, drops: 0, crashes: 0 },
    });
    expect(models[0].properties[0]).toEqual({
      name: 'Fresh',
      kind: 'monitored',
      expected: 'violated',
      steps: 5,
    });
    expect(models[1].mutants[1]).toEqual({ name: 'oneAck', property: 'Fresh' });
  });
});

describe('a command of the configuration', () => {
  const extra = `export default quorate.defineConfig({ models: 'x', commands: [{
    name: 'greet', description: 'say hello',
    arguments: [{ flags: '<who...>', description: 'whom' }],
    options: [{ flags: '--loud', description: 'shout' }, { flags: '--times <n>', description: 'often', default: '2' }],
    action: async (values, options) => {
      if (values.includes('nobody')) throw new Error('nobody there');
      if (values.includes('none')) return undefined;
      return values.length + Number(options.times) + (options.loud ? 10 : 0);
    },
  }] });`;

  test.each<[readonly string[], number]>([
    [['greet', 'a', 'b'], 4],
    [['greet', 'a', '--loud', '--times', '5'], 16],
    [['greet', 'none'], 0],
    [['greet'], 64],
  ])('%j answers %i', async (argv, code) => {
    const other = openWorkshop({ 'quorate.config.ts': extra });
    expect((await other.run(argv)).code).toBe(code);
    other.close();
  });

  test('that throws is a bug, told with its stack', async () => {
    const other = openWorkshop({ 'quorate.config.ts': extra });
    const { code, err } = await other.run(['greet', 'nobody']);
    expect(code).toBe(70);
    expect(err).toMatch(/This is a bug in quorate[\s\S]*Error: nobody there\n +at /);
    other.close();
  });
});
