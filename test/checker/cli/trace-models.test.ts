/** `verify` and `replay` of traces whose models the project doesn't list. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTrace } from '../../../checker/trace/trace-files.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';

const stored =
  'export const models = [{ ...register({ acks: 1 }), store: { nodes: 2 } }, register()];';
const trace = shortestTrace(register({ acks: 1 }), 'Fresh');

test('a report names the model file in commands where the project doesn’t list it', async () => {
  const again = openWorkshop({
    'quorate.config.ts': `export default quorate.defineConfig({ models: 'register.model.ts',
      replay: async () => ({ answer: 'confirmed', steps: 5 }) });`,
    'register.model.ts': 'export const models = [register({ acks: 1 })];',
    'own/surprise.model.ts': `export const models = [
      { ...register({ acks: 1 }), name: 'surprise/one', expect: {}, store: { nodes: 2 } }];`,
  });
  const { out } = await again.run(['check', 'own/surprise.model.ts']);
  const file = join('.quorate', 'traces', 'surprise', 'Fresh.one.itf.json');
  expect(out).toContain(`picture  npx quorate show --format mermaid ${file}\n`);
  const model = join('own', 'surprise.model.ts');
  expect(out).toContain(`again    npx quorate verify ${file} --model ${model}\n`);
  expect(out).toContain(`store    npx quorate replay ${file} --model ${model}\n`);
  const verified = await again.run(['verify', file, '--model', model]);
  expect([verified.code, verified.out]).toEqual([
    0,
    `${file}: verified (5 steps, Fresh is violated)\n`,
  ]);
  const replayed = await again.run(['replay', file, '--model', model]);
  expect([replayed.code, replayed.out]).toEqual([
    0,
    `${file}: confirmed (5 steps, violated there too)\n`,
  ]);
  const { code, out: told } = await again.run(['verify', file]);
  expect(code).toBe(20);
  expect(said(told)).toContain(
    `none of the project's models is called 'surprise/one'. They are register/acks1 in register.model.ts. If it is in another file, name that: --model ${model}`,
  );
  for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  again.close();
});

test('the model is looked for in the files that are named, and no project is needed then', async () => {
  const bare = openWorkshop({ 'own/m.model.ts': stored });
  bare.write('own/n.model.ts', 'export const models = [];');
  const other = shortestTrace(register({ acks: 1, drops: 1 }), 'Fresh');
  writeTrace(join(bare.folder, 'a.itf.json'), trace);
  writeTrace(join(bare.folder, 'b.itf.json'), other);
  writeTrace(join(bare.folder, 'c.itf.json'), { ...trace, model: 'register/asck1' });
  const files = [
    '--model',
    'own/n.model.ts',
    '--model',
    './own/m.model.ts',
    '--model',
    'own/m.model.ts',
  ];
  const { code, out } = await bare.run(['verify', 'a.itf.json', 'b.itf.json', ...files]);
  expect([code, out]).toEqual([
    0,
    'a.itf.json: verified (5 steps, Fresh is violated)\nb.itf.json: verified (5 steps, Fresh is violated)\n',
  ]);
  const gone = await bare.run(['verify', 'c.itf.json', '--model', 'own/m.model.ts']);
  expect(gone.code).toBe(20);
  expect(said(gone.out)).toContain(
    "not verified: no model of own/m.model.ts is called 'register/asck1'. Did you mean register/acks1",
  );
  bare.close();
});

test.each<[string, readonly string[], RegExp]>([
  ['no model file', ['--model', 'a.ts'], /--model a\.ts: the name of a model file ends in/],
  ['no file at all', ['--model', 'mm.model.ts'], /no model file mm\.model\.ts $/],
  [
    'a model file that is no option',
    ['m.model.ts'],
    /is a model file, and no trace: write --model m\./,
  ],
])('64 is answered to %s', async (_, argv, message) => {
  const workshop = openWorkshop({ 'm.model.ts': stored });
  writeTrace(join(workshop.folder, 't.itf.json'), trace);
  const { code, err } = await workshop.run(['verify', 't.itf.json', ...argv]);
  expect(code).toBe(64);
  expect(said(err)).toMatch(message);
  workshop.close();
});

test('64 is answered, and how to name models told, where there is no project', async () => {
  const bare = openWorkshop();
  writeTrace(join(bare.folder, 't.itf.json'), trace);
  const { code, err } = await bare.run(['verify', 't.itf.json']);
  expect(code).toBe(64);
  expect(said(err)).toMatch(/no package\.json here, so .* as in --model path\/to\/some\.model\.ts/);
  bare.close();
});

test('a broken file matters only to traces of its own models', async () => {
  const workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'a.model.ts': 'export const models = [quorate.model("odd/one", {})];',
    'b.model.ts': 'export const models = [register({ acks: 1 })];',
  });
  writeTrace(join(workshop.folder, 'a.itf.json'), { ...trace, model: 'odd/one', parameters: {} });
  writeTrace(join(workshop.folder, 'b.itf.json'), trace);
  const good = await workshop.run(['verify', 'b.itf.json']);
  expect([good.code, good.out]).toEqual([0, 'b.itf.json: verified (5 steps, Fresh is violated)\n']);
  expect(said(good.err)).toContain(
    "quorate: a.model.ts was left out, since it is broken: the definition of the model lacks 'system'",
  );
  const both = await workshop.run(['verify', 'a.itf.json', 'b.itf.json']);
  expect([both.code, both.out]).toEqual([75, good.out]);
  expect(said(both.err)).toContain(
    "quorate: a.itf.json was not looked at: its model 'odd/one' is in no file that can be used",
  );
  expect(said(both.err)).toContain(
    "quorate: broken model: the definition of the model lacks 'system'",
  );
  expect((await workshop.run(['verify', 'b.itf.json', '--model', 'b.model.ts'])).err).toBe('');
  workshop.close();
});

test('a model that is broken itself doesn’t keep traces of others from being verified', async () => {
  const workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'b.model.ts': `const fine = register({ acks: 1 });
      const { system } = fine;
      export const models = [fine,
        { ...fine, name: 'odd/one', system: { ...system, crashable: ['n9'] } }];`,
  });
  writeTrace(join(workshop.folder, 'a.itf.json'), { ...trace, model: 'odd/one' });
  writeTrace(join(workshop.folder, 'b.itf.json'), trace);
  const { code, out, err } = await workshop.run(['verify', 'a.itf.json', 'b.itf.json']);
  expect([code, out]).toEqual([75, 'b.itf.json: verified (5 steps, Fresh is violated)\n']);
  expect(said(err)).toContain("names the host 'n9'");
  expect(said(err)).toContain('trace: a.itf.json');
  workshop.close();
});

test('a trace is refused whose parameters are those of no member of its family', async () => {
  const bare = openWorkshop({
    'm.model.ts': `const sized = quorate.family({
      defaults: { hosts: 1 },
      name: ({ hosts }) => 'sized/' + hosts,
      build: ({ hosts }) => {
        if (hosts > 9) throw Object.create(null);
        if (hosts > 1) throw new RangeError('too many hosts');
        return { system: register().system, properties: {} };
      },
    });
    export const models = [sized()];`,
  });
  const text = { ...trace, model: 'sized/9', parameters: { hosts: 9 } };
  writeTrace(join(bare.folder, 'a.itf.json'), text);
  writeTrace(join(bare.folder, 'b.itf.json'), { ...text, model: 'sized/8' });
  const other = await bare.run(['verify', 'b.itf.json', '--model', 'm.model.ts']);
  expect(other.code).toBe(20);
  const { code, err } = await bare.run(['verify', 'a.itf.json', '--model', 'm.model.ts']);
  expect(code).toBe(65);
  expect(said(err)).toContain(
    "a.itf.json is refused: #meta.parameters: no listed model is called 'sized/9', and the family of sized/1 can't make it: too many hosts. Likely cause: the trace was edited",
  );
  writeTrace(join(bare.folder, 'c.itf.json'), {
    ...trace,
    model: 'sized/10',
    parameters: { hosts: 10 },
  });
  const odd = await bare.run(['verify', 'c.itf.json', '--model', 'm.model.ts']);
  expect(odd.code).toBe(65);
  expect(said(odd.err)).toContain("can't make it: something that has no text. Likely cause");
  bare.write('broken.model.ts', 'export const models = [;');
  const files = ['--model', 'm.model.ts', '--model', 'broken.model.ts'];
  const hidden = await bare.run(['verify', 'a.itf.json', ...files]);
  expect(hidden.code).toBe(75);
  expect(said(hidden.err)).toContain(
    "a.itf.json was not looked at: its model 'sized/9' is in no file that can be used",
  );
  bare.close();
});
