/** Model files and models that can't be checked, beside others that can. */

import { afterEach, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const config = "export default quorate.defineConfig({ models: '**/*.model.ts' });";
const fine = 'export const models = [register()];';
const files = {
  'a.model.ts': 'export const models = 1;',
  'b.model.ts': fine,
  'c.model.ts': `export const models = [{ ...register(), name: 'odd/x', mutants: {}, expect: {}, waivers: [],
    properties: { P: quorate.always(() => { throw new Error('oh no'); }) } }];`,
};

const open: Workshop[] = [];
afterEach(() => open.splice(0).forEach((workshop) => workshop.close()));

function workshopOf(more: Readonly<Record<string, string>>): Workshop {
  const workshop = openWorkshop(more);
  open.push(workshop);
  return workshop;
}

const data = (text: string): unknown => JSON.parse(text);

test.each([
  ['of those that are named', {}, ['a.model.ts', 'b.model.ts', 'c.model.ts']],
  ['of a whole project', { 'quorate.config.ts': config }, []],
])('what is broken %s is told, as JSON too, and the rest is checked', async (_, more, names) => {
  const workshop = workshopOf({ ...files, ...more });
  const { code, out, err } = await workshop.run(['check', ...names, '--json', 'o.json']);
  expect(code).toBe(75);
  expect(said(err)).toContain('broken model: the file exports no list of models');
  expect(said(err)).toContain('broken model: the predicate threw: oh no');
  expect(out).toContain('register/acks2 ');
  expect(out).toContain('2 broken models');
  expect(data(workshop.read('o.json'))).toMatchObject({
    models: [{ model: 'register/acks2', verdict: 'holds' }],
    broken: [
      {
        file: expect.stringMatching(/a\.model\.ts$/),
        message: expect.stringContaining('exports no list of models'),
      },
      {
        file: expect.stringMatching(/c\.model\.ts$/),
        model: 'odd/x',
        property: 'P',
        message: expect.stringContaining('oh no'),
      },
    ],
  });
});

test('a broken file alone is in the JSON as well', async () => {
  const workshop = workshopOf(files);
  const { code, out, err } = await workshop.run(['check', 'a.model.ts', '--json', '-']);
  expect(code).toBe(75);
  expect(err).toContain('broken model');
  expect(data(out)).toMatchObject({
    models: [],
    broken: [{ file: expect.stringMatching(/a\.model\.ts$/) }],
  });
});

test('what a baseline knows of the models of a broken file stays', async () => {
  const other = 'export const models = [register({ acks: 1 })];';
  const whole = { 'quorate.config.ts': config, 'b.model.ts': fine, 'd.model.ts': other };
  const before = workshopOf(whole);
  await before.run(['check', '--baseline', 'base.json', '--update']);
  const workshop = workshopOf({ ...whole, 'b.model.ts': 'export const models = 1;' });
  workshop.write('base.json', before.read('base.json'));
  const { code } = await workshop.run(['check', '--baseline', 'base.json', '--update']);
  expect(code).toBe(75);
  const { models } = data(workshop.read('base.json')) as { readonly models: object };
  expect(Object.keys(models)).toEqual(['register/acks1', 'register/acks2']);
});

test('a broken file of the project is no matter to a model of another that is named exactly', async () => {
  const workshop = workshopOf({ ...files, 'quorate.config.ts': config });
  expect(await workshop.run(['check', 'register/acks2'])).toMatchObject({ code: 0, err: '' });
  const below = await workshop.run(['check', 'register']);
  expect(below.code).toBe(75);
  expect(below.out).toContain('register/acks2 ');
  const unknown = await workshop.run(['check', 'rgister/acks3']);
  expect(unknown.code).toBe(75);
  expect(unknown.err).toContain('a.model.ts');
});

test('where all is broken, nothing is told of what was not checked', async () => {
  const workshop = workshopOf({ 'c.model.ts': files['c.model.ts'] });
  const { code, out } = await workshop.run(['check', 'c.model.ts']);
  expect([code, out]).toEqual([75, '\n1 broken model, and nothing was checked\n']);
});

test.each(['check', 'simulate', 'audit', 'verify'])(
  'the help of %s tells no default of an option that has none',
  async (command) => {
    const { code, out } = await workshopOf({}).run([command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('(repeatable');
    expect(out).not.toContain('[])');
  },
);

test('a fault that the members of a family have in common is told once, with their names', async () => {
  const workshop = workshopOf({
    'f.model.ts': `import { models as others } from './c.model.ts';
      const [odd] = others;
      export const models = [1, 2, 3].map((n) => ({ ...odd, name: 'odd/n' + n }));`,
    'c.model.ts': files['c.model.ts'],
  });
  const { code, out, err } = await workshop.run(['check', 'f.model.ts', 'c.model.ts']);
  expect(code).toBe(75);
  expect(said(err).match(/the predicate threw: oh no/g)).toHaveLength(2);
  expect(said(err)).toContain('f.model.ts model: odd/n1 property: P');
  expect(said(err)).toContain(
    'quorate: 2 more models are broken in the same way as odd/n1: odd/n2, odd/n3',
  );
  expect(said(err)).toContain('c.model.ts model: odd/x property: P');
  expect(out).toContain('4 broken models');
});

test('list names the models of the other files', async () => {
  const workshop = workshopOf({ ...files, 'quorate.config.ts': config });
  const { code, out, err } = await workshop.run(['list']);
  expect(code).toBe(75);
  expect(out).toMatch(/^register\/acks2$/m);
  expect(said(err)).toContain('broken model: the file exports no list of models');
});
