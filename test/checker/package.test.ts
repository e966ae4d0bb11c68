/** The package as others get it: packed, installed in an empty folder, and used there. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../checker/check/exit-codes.ts';
import * as library from '../../checker/index.ts';
import { initial } from '../../checker/reference.ts';
import { viewOf } from '../../checker/state/view-of.ts';
import { load } from '../../checker/system/load.ts';
import { codeBlocks, commandsIn, fileOf, strangePieces } from './fixtures/document.ts';
import type { Command } from './fixtures/document.ts';
import { register } from './fixtures/register.model.ts';
import { checkout, installPackage, run } from './fixtures/installed-package.ts';
import type { Ended, Installation } from './fixtures/installed-package.ts';

const minutes = 60_000;

let installation: Installation;
beforeAll(() => {
  installation = installPackage();
}, 5 * minutes);
afterAll(() => installation.remove());

const at = (path: string): string => installation.at(path);
const installed = (path: string): string => installation.installed(path);
const write = (path: string, text: string): void => installation.write(path, text);
const quorate = (...args: readonly string[]): Ended => installation.quorate(...args);

/** What the compiler says of a folder with these settings: its exit code, and its errors. */
function compiled(folder: string, settings: string): readonly unknown[] {
  writeFileSync(join(folder, 'tsconfig.json'), settings);
  const compiler = join(checkout, 'node_modules/typescript/bin/tsc');
  const { status, out } = run(folder, process.execPath, [compiler, '-p', 'tsconfig.json']);
  return [status, out];
}

/** The same of files in it, under flags beside the usual ones. */
function typeChecked(folder: string, files: string, flags: object): readonly unknown[] {
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    module: 'nodenext',
    target: 'es2024',
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
    ...flags,
  };
  return compiled(folder, JSON.stringify({ compilerOptions, include: [files] }));
}

describe('the package', { timeout: minutes }, () => {
  it('holds JavaScript with its declarations, the examples, two documents, and nothing else of ours', () => {
    const entries = readdirSync(installed('.'), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(installed('').length));
    const odd = files.filter(
      (file) => !/^\/?dist\/(examples\/.*\.ts|.*\.(js|mjs|d\.ts|wasm))$/.test(file),
    );
    expect(odd.map((file) => file.replace(/^\//, '')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'SEMANTICS.md',
      'package.json',
    ]);
    expect(files.join('\n')).toMatch(/dist\/check\/explorer-thread\.js/);
    // Without this one searches would find the same, alone.
    expect(files.join('\n')).toMatch(/dist\/engine\/threads\/helping-thread\.mjs/);
  });

  it('refers to its files by the names that they have there', () => {
    const scripts = readdirSync(installed('dist'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('examples') && /\.(js|ts)$/.test(name),
    );
    const sources = scripts.filter((name) =>
      /'\.{1,2}\/[^']*\.ts'/.test(readFileSync(installed(join('dist', name)), 'utf8')),
    );
    expect(scripts.length).toBeGreaterThan(100);
    expect(sources).toEqual([]);
  });

  it('bears the licence of the repository', () => {
    const licence = readFileSync(join(checkout, 'LICENSE'), 'utf8');
    expect(readFileSync(installed('LICENSE'), 'utf8')).toBe(licence);
  });

  it('says which Node it needs to an older one', () => {
    const claim =
      "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.1.0'})";
    const main = installed('dist/cli/main.js');
    const { status, err } = run(installation.folder, process.execPath, [
      '--import',
      claim,
      main,
      'list',
    ]);
    expect(status).toBe(70);
    expect(err).toMatch(/^quorate: Node 22\.18 or newer is needed.* this is 20\.1\.0/);
  });
});

describe('somebody who installed the package', { timeout: minutes }, () => {
  it('checks the model of its README', () => {
    const readme = readFileSync(installed('README.md'), 'utf8');
    const [, text = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    write('ping.model.ts', text);
    const { status, out, err } = quorate('check', 'ping.model.ts');
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^ping\/two-players +holds +\d+ +\d+ +as expected$/m);
  });

  it('walks through it at random, in threads', () => {
    const { status, out } = quorate('simulate', 'ping.model.ts', '--walks', '20', '--seed', '1');
    expect(status).toBe(0);
    expect(out).toContain('ping/two-players: 20 uniform walks of at most 1 000 steps, seed 1');
  });

  it.each(['js', 'mjs'])('checks a model in JavaScript (.model.%s)', (ending) => {
    const file = `idle.model.${ending}`;
    write(
      file,
      `import { setup } from 'xstate';
       import { always, host, model, resident, system } from 'quorate';
       const toggle = setup({}).createMachine({ id: 'toggle', initial: 'off',
         states: { off: { on: { press: 'on' } }, on: { on: { press: 'off' } } } });
       export const models = [model('toggle/${ending}', {
         system: system({ hosts: [host('t', { toggle: resident(toggle) })],
           inputs: () => [{ type: 'press' }] }),
         properties: { Off: always((view) => view.each(toggle).every((one) => one.in('off'))) },
       })];`,
    );
    const { status, out } = quorate('check', file);
    expect(status).toBe(12);
    expect(out).toMatch(/Off +violated +1/);
  });

  it('checks, shows and verifies with a configuration', () => {
    write(
      'quorate.config.js',
      `import { defineConfig } from 'quorate';
       export default defineConfig({ models: 'idle.model.*' });`,
    );
    expect(quorate('check', 'toggle/js').status).toBe(12);
    const [trace = ''] = readdirSync(at('.quorate/traces'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => name.includes('js.itf.json'));
    const file = join('.quorate/traces', trace);
    expect(quorate('verify', file).status).toBe(0);
    expect(quorate('show', file).out).toContain('press');
  });

  it('asks for the version', () => {
    const { version } = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(quorate('--version')).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it('copies an example, which then holds there', () => {
    const examples = readdirSync(installed('dist/examples'));
    const sources = readdirSync(join(checkout, 'checker/examples'));
    expect(examples.toSorted()).toEqual(sources.toSorted());
    const named = quorate('check', 'two-phase-commit');
    expect(named.status).toBe(64);
    expect(named.err.replaceAll(/\s+/g, ' ')).toContain(
      'copy node_modules/quorate/dist/examples/two-phase-commit.model.ts and name the copy by its path.',
    );
    for (const name of examples) cpSync(installed(join('dist/examples', name)), at(name));
    const { status, out } = quorate('check', 'two-phase-commit.model.ts', '--mutants');
    expect(status).toBe(0);
    expect(out).toMatch(/^two-phase-commit\/rms3 +holds +288 /m);
  });

  it.each([
    ['its declarations too', { skipLibCheck: false }],
    ['under the strictest flags', { skipLibCheck: true, exactOptionalPropertyTypes: true }],
  ])('has all of that type-checked, %s', (_, flags) => {
    expect(typeChecked(installation.folder, '*.model.ts', flags)).toEqual([0, '']);
  });
});

/** What installs the package in the first place was done already. */
const isDone = ({ command }: Command): boolean => command.startsWith('npm ');

describe('the README of the package', { timeout: 5 * minutes }, () => {
  const readme = readFileSync(join(checkout, 'checker/README.md'), 'utf8');
  const blocks = codeBlocks(readme);
  const ofFiles = blocks.flatMap((block) => {
    const file = block.language === 'ts' ? fileOf(block) : null;
    return file === null ? [] : [{ block, ...file }];
  });

  /** A folder of its own, with the files that the document has in full. */
  function readersFolder(): string {
    const folder = at('reader');
    if (existsSync(folder)) return folder;
    mkdirSync(folder);
    symlinkSync('../node_modules', join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const { block, name, isPart } of ofFiles) {
      if (!isPart) writeFileSync(join(folder, name), block.text);
    }
    return folder;
  }

  it('has no code but files, excerpts, settings, commands and what they print', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(
      new Set(['ts', 'json', 'sh', 'text', 'yaml']),
    );
    const withoutFile = blocks.filter((one) => one.language === 'ts' && fileOf(one) === null);
    expect(withoutFile).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(checkout, 'checker/package.json'), 'utf8'));
    expect(
      blocks
        .flatMap(commandsIn)
        .filter(isDone)
        .map(({ command }) => command),
    ).toEqual(['npm run pack', `npm install --save-dev ./quorate-${version}.tgz xstate`, 'npm ci']);
  });

  it('quotes the examples as they are', () => {
    const parts = ofFiles.filter(({ isPart }) => isPart);
    expect(parts.length).toBeGreaterThan(4);
    for (const { block, name } of parts) {
      const file = readFileSync(installed(join('dist/examples', name)), 'utf8');
      expect(strangePieces(block, file)).toEqual([]);
    }
  });

  it('gives commands that answer what it says, and print what it shows', () => {
    const folder = readersFolder();
    let out = '';
    let shown = 0;
    for (const block of blocks) {
      for (const { command, code } of commandsIn(block).filter((one) => !isDone(one))) {
        const typed = command.replace(/^npx quorate/, 'node_modules/.bin/quorate');
        const ended = run(folder, 'sh', ['-c', typed]);
        expect([command, ended.status, ended.err]).toEqual([command, code, expect.any(String)]);
        ({ out } = ended);
      }
      if (block.language !== 'text') continue;
      expect(out).toContain(block.text);
      shown += 1;
    }
    expect(shown).toBeGreaterThan(1);
  });

  it('shows models that are well typed, and a test that passes', () => {
    const folder = readersFolder();
    for (const name of ['shop.ts', 'shop.model.ts']) {
      cpSync(installed(join('dist/examples', name)), join(folder, name));
    }
    expect(typeChecked(folder, '*.model.ts', {})).toEqual([0, '']);
    const vitest = join(checkout, 'node_modules/vitest');
    if (!existsSync(at('node_modules/vitest'))) symlinkSync(vitest, at('node_modules/vitest'));
    const settings = blocks.find(({ language }) => language === 'json')?.text ?? '';
    expect(compiled(folder, settings)).toEqual([0, '']);
    const program = [join(vitest, 'vitest.mjs'), 'run', '--root', folder];
    const { status, out, err } = run(folder, process.execPath, program);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/1 passed/);
  });

  it('names all that can be imported, and all that a view can be asked', () => {
    const imported = Object.keys(library).filter((name) => !readme.includes(name));
    expect(imported).toEqual([]);
    const loaded = load(register());
    const asked = Object.keys(viewOf(loaded, initial(loaded).state));
    expect(asked.filter((name) => !readme.includes(`view.${name}`))).toEqual([]);
  });

  it('lists every exit code', () => {
    const rows = readme.match(/^\| [\d, ]+ \|/gm) ?? [];
    const told = rows.flatMap((row) => (row.match(/\d+/g) ?? []).map(Number));
    expect(told).toEqual(Object.values(exitCodes).toSorted((left, right) => left - right));
  });

  it('speaks of no option that a command does not have', () => {
    const commands = ['check', 'simulate', 'audit', 'show', 'verify', 'list'];
    const help = commands.map((command) => quorate(command, '--help').out).join('');
    const own = readme.replaceAll(/^npm .*$/gm, '');
    const options = new Set(own.match(/(?<![\w-])--[a-z][a-z-]+/g));
    expect(options.size).toBeGreaterThan(15);
    expect([...options].filter((option) => !help.includes(`${option} `))).toEqual([]);
  });
});
