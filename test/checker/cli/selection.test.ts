import { afterEach, describe, expect, test } from 'vitest';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import { subjectWords } from '../../../checker/check/subject.ts';
import { editDistance, nearestNames } from '../../../checker/nearest-names.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Ran, Workshop } from '../fixtures/workshop.ts';

const config = "export default quorate.defineConfig({ models: '**/*.model.ts' });";
const fine = 'export const models = [register({ acks: 1 }), register()];';

const open: Workshop[] = [];
afterEach(() => open.splice(0).forEach((workshop) => workshop.close()));

function workshopOf(files: Readonly<Record<string, string>>): Workshop {
  const workshop = openWorkshop(files);
  open.push(workshop);
  return workshop;
}

async function ran(
  files: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Ran> {
  return workshopOf(files).run(argv);
}

/** The models that a command line checks. */
async function checked(...argv: readonly string[]): Promise<readonly string[]> {
  const files = { 'quorate.config.ts': config, 'a/fine.model.ts': fine };
  const { out } = await ran(files, 'check', '--json', '-', ...argv);
  const { models } = JSON.parse(out) as { readonly models: readonly { readonly model: string }[] };
  return models.map(({ model }) => model);
}

describe('a model is selected', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['with all others where none is named', [], ['register/acks1', 'register/acks2']],
    ['by its name', ['register/acks1'], ['register/acks1']],
    ['by what it stands below', ['register'], ['register/acks1', 'register/acks2']],
    ['by what it stands below, with a slash', ['register/'], ['register/acks1', 'register/acks2']],
    ['by its file', ['a/fine.model.ts'], ['register/acks1', 'register/acks2']],
    [
      'once, however often it is named',
      ['register/acks1', 'register'],
      ['register/acks1', 'register/acks2'],
    ],
    ['with other parameters', ['register/acks2', '--param', 'drops=1'], ['register/acks2-drops1']],
    ['once where parameters make it another one', ['--param', 'acks=1'], ['register/acks1']],
  ])('%s', async (_, argv, expected) => {
    expect(await checked(...argv)).toEqual(expected);
  });

  test('with other parameters by one name, be it in the table or where it is told what hangs', async () => {
    const workshop = workshopOf({ 'quorate.config.ts': config, 'fine.model.ts': fine });
    const explorer = inProcess();
    const told: string[] = [];
    const watched: Explorer = {
      ...explorer,
      explore: (subject, ...rest) => {
        told.push(subjectWords(subject));
        return explorer.explore(subject, ...rest);
      },
    };
    const argv = ['check', 'register/acks2', '--param', 'drops=1'];
    const { out } = await workshop.run(argv, { explorer: watched });
    expect(told).toEqual(['register/acks2-drops1']);
    expect(out).toContain('register/acks2-drops1 ');
  });

  test('from a folder below the project', async () => {
    const workshop = workshopOf({ 'quorate.config.ts': config, 'a/b/fine.model.ts': fine });
    expect((await workshop.run(['check', 'register/acks2'], { cwd: 'a/b' })).code).toBe(0);
  });
});

describe('64 is answered, and why, to', () => {
  const files = {
    'quorate.config.ts': config,
    'fine.model.ts': fine,
    'own/kept.model.mts': '',
    'else/notes.ts': '',
    // What a build makes of a source is no file that anybody means.
    'a/dist/built.model.mts': '',
    'b/built.model.mts': '',
  };
  test.each<[string, readonly string[], RegExp]>([
    [
      'a misspelt name',
      ['check', 'register/acsk1'],
      /no model is called.*Did you mean register\/acks1/,
    ],
    ['a misspelt folder', ['check', 'regster'], /Did you mean register, /],
    ['a name like no other', ['check', 'x'], /stands below it\. quorate list/],
    [
      '--update of models without some of their properties',
      ['check', '--update', '--property', 'Fresh'],
      /leave one of them out/,
    ],
    ['a missing file', ['check', 'no.model.ts'], /no model file no\.model\.ts$/],
    [
      'a misspelt file',
      ['check', 'fin.model.ts'],
      /no model file fin\.model\.ts\. Did you mean fine\.model\.ts\?$/,
    ],
    [
      'what a model file is called',
      ['check', 'fine'],
      /no model is called 'fine'.* A model file is named by its path: fine\.model\.ts\.$/,
    ],
    [
      'a path without its ending',
      ['audit', 'own/kept'],
      /named by its path: own\/kept\.model\.mts\.$/,
    ],
    [
      'the name of a model in a file that the project does not list',
      ['simulate', 'kep/two'],
      /named by its path: own\/kept\.model\.mts\.$/,
    ],
    [
      'what was also built into another folder',
      ['check', 'built'],
      /named by its path: b\/built\.model\.mts\.$/,
    ],
    [
      'what an example is called',
      ['check', 'two-phase-commit'],
      /named by its path: \S+examples\/two-phase-commit\.model\.ts\.$/,
    ],
    [
      'a folder of model files',
      ['check', 'own'],
      /own is a folder: name the model files in it by their paths, as in own\/\*\.model\.ts\.$/,
    ],
    ['a folder of no model files', ['check', 'else'], /is named by its path \(quorate check/],
    [
      'a file that is none of models',
      ['check', 'else/notes.ts'],
      /else\/notes\.ts is a file, but the name of a model file ends in \.model\.ts, \.model\.js,/,
    ],
    [
      'an unknown parameter',
      ['check', '--param', 'n=3'],
      /no parameter 'n', only acks, drops, crashes/,
    ],
    [
      'a parameter of the wrong kind',
      ['check', '--param', 'acks=two'],
      /is a number \(now 1\), not 'two'/,
    ],
    ['an empty number', ['check', '--param', 'acks='], /is a number/],
    ['a parameter without a value', ['check', '--param', 'acks'], /write a name and a value/],
    [
      'an inherited name as a parameter',
      ['check', '--param', 'toString=1'],
      /no parameter 'toString'/,
    ],
    [
      'an unknown property',
      ['check', '--property', 'Frsh'],
      /property 'Frsh'\. Did you mean Fresh\?/,
    ],
    ['an unknown option', ['check', '--wrokers', '2'], /unknown option '--wrokers'/],
    ['an unknown command', ['chekc'], /Did you mean check/],
    ['a limit that is no number', ['check', '--max-states', 'many'], /number above 0/],
    ['a limit that is no whole number', ['check', '--max-states', '1.5'], /whole number above 0/],
    ['a limit of nothing', ['check', '--max-depth', '0'], /number above 0/],
    ['no trace where one is needed', ['verify'], /missing required argument/],
    ['an unknown format', ['show', 'x', '--format', 'svg'], /Allowed choices are text, mermaid/],
    ['no command at all', [], /Usage: quorate/],
  ])('%s', async (_, argv, message) => {
    const { code, err, out } = await ran(files, ...argv);
    expect([code, out]).toEqual([64, '']);
    expect(said(err).trim()).toMatch(message);
    // A path may be longer than any line.
    for (const line of err.replaceAll(/\S+\/examples\//g, '').split('\n'))
      expect(line.length).toBeLessThanOrEqual(100);
  });

  test('a project without a configuration', async () => {
    const { code, err } = await ran({ 'm.model.ts': fine }, 'check');
    expect(code).toBe(64);
    expect(err).toMatch(/no quorate\.config\.ts here or in a folder above, and no package\.json/);
    expect(err).not.toContain('Did you mean');
    const named = await ran({ 'a/mine.model.ts': fine }, 'check', 'min');
    expect(named.code).toBe(64);
    expect(said(named.err)).toMatch(/no package\.json here\. .* Did you mean a\/mine\.model\.ts\?/);
  });

  test('a configuration that matches no file', async () => {
    const { code, err } = await ran({ 'quorate.config.ts': config }, 'list');
    expect(code).toBe(64);
    expect(err).toMatch(/no file matches \*\*\/\*\.model\.ts/);
  });

  test('a file that lists no model', async () => {
    const { code, err } = await ran(
      { 'm.model.ts': 'export const models = [];' },
      'check',
      'm.model.ts',
    );
    expect([code, err]).toEqual([64, 'quorate: m.model.ts lists no model\n']);
  });

  test('a parameter for a model without any', async () => {
    const lone = `export const models = [quorate.model('lone', { properties: {},
      system: quorate.system({ hosts: [quorate.host('a', {})] }) })];`;
    const { code, err } = await ran(
      { 'lone.model.ts': lone },
      'check',
      'lone.model.ts',
      '--param',
      'n=1',
    );
    expect([code, err]).toEqual([64, "quorate: --param n=1: the model 'lone' has no parameters\n"]);
  });
});

describe('75 is answered, with file and cause, to', () => {
  test.each<[string, string, RegExp]>([
    ['a file that throws', "throw new Error('oh no');", /can't be loaded: line 3: oh no/],
    ['a file without models', 'export const model = 1;', /exports no list of models/],
    [
      'something else than models',
      'export const models = [{ name: 1 }];',
      /models\[0\] lacks 'system'/,
    ],
    [
      'two models of one name',
      'export const models = [register(), register()];',
      /two models are called/,
    ],
    [
      'a model that cannot be loaded',
      `export const models = [{ ...register(), system: { ...register().system, crashable: ['n9'] } }];`,
      /names the host 'n9'/,
    ],
    [
      'a predicate that throws',
      `export const models = [{ ...register(), mutants: {}, properties: {
        Odd: quorate.always(() => { throw new Error('odd'); }) } }];`,
      /odd/,
    ],
  ])('%s', async (_, text, message) => {
    const { code, err } = await ran({ 'm.model.ts': text }, 'check', 'm.model.ts');
    expect(code).toBe(75);
    expect(said(err)).toMatch(message);
    expect(err).toMatch(/file: +\S+m\.model\.ts/);
  });

  test('two files with models of one name', async () => {
    const files = { 'quorate.config.ts': config, 'x/a.model.ts': fine, 'y/b.model.ts': fine };
    const { code, err } = await ran(files, 'list');
    expect(code).toBe(75);
    expect(said(err)).toMatch(/two models are called 'register\/acks1', one of them in x\/a\./);
  });

  test.each<[string, string, RegExp]>([
    ['that throws', "throw new Error('oh no');", /can't be loaded: line 3: oh no/],
    ['without a default export', 'export const config = 1;', /the default export/],
    ['of another shape', 'export default { models: 1 };', /can't be used: models/],
    [
      'with a key that means nothing',
      "export default { models: 'x', strat: ['y'] };",
      /quorate: the configuration can't be used: it has the key 'strat', which means nothing\. Did you mean start\? The keys are models, start, replay, commands file: \S+quorate\.config\.ts/,
    ],
    [
      'with a misspelt key that is needed',
      "export default { modles: 'x' };",
      /the configuration can't be used: it has the key 'modles', which means nothing\. Did you mean models\?/,
    ],
  ])('a configuration %s', async (_, text, message) => {
    const { code, err } = await ran({ 'quorate.config.ts': text }, 'list');
    expect(code).toBe(75);
    expect(said(err)).toMatch(message);
    expect(err).not.toContain('broken model');
  });
});

test('help needs no configuration that works', async () => {
  const { code, out } = await ran({ 'quorate.config.ts': 'throw 1;' }, '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/check .*explore models and say what holds/);
});

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['flaw', 'lawn', 2],
  ['strat', 'start', 1],
  ['ab', 'ba', 1],
  ['abcd', 'badc', 2],
])('from %j to %j it takes %i changes', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
  expect(editDistance(to, from)).toBe(distance);
});

test('the nearest names come first, and none that is far', () => {
  expect(nearestNames('abd', ['abcd', 'abd!', 'zzzz', 'abc', 'abe'])).toEqual([
    'abd!',
    'abc',
    'abcd',
  ]);
  expect(nearestNames('quorm/n3', ['ring/n3', 'quorum/n3-r1-w1', 'quorum/n5-r1-w1'])).toEqual([
    'quorum/n3-r1-w1',
    'quorum/n5-r1-w1',
  ]);
});
