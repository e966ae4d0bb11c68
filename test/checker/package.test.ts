/** The package as others get it: packed, installed in an empty folder, and used there. */

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const checkout = resolve(import.meta.dirname, '../..');
const bins = join(checkout, 'node_modules/.bin');
const minutes = 60_000;

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program on the Node that runs this, without what an `npm test` around it sets for npm. */
function run(cwd: string, program: string, args: readonly string[]): Ended {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(own), PATH: `${bins}:${process.env['PATH']}` };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

function succeed(ended: Ended): Ended {
  if (ended.status !== 0) throw new Error(`status ${ended.status}: ${ended.err}${ended.out}`);
  return ended;
}

let folder: string;
const at = (path: string): string => join(folder, path);
const installed = (path: string): string => at(join('node_modules/quorate', path));
const write = (path: string, text: string): void => writeFileSync(at(path), text);
const quorate = (...args: readonly string[]): Ended =>
  run(folder, at('node_modules/.bin/quorate'), args);

function versionOf(name: string): string {
  const file = join(checkout, 'node_modules', name, 'package.json');
  // Whatever npm has installed has a version.
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** The versions that the checkout is tested with of what the package depends on. */
function pinned(): Readonly<Record<string, string>> {
  const names = ['xstate', 'commander', 'ts-pattern', 'valibot'];
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

/** Unpacks by hand what npm can't install without its registry; dependencies are the checkout's. */
function unpack(tarball: string): void {
  const modules = at('node_modules');
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(join(modules, '.bin'), { recursive: true });
  succeed(run(modules, 'tar', ['-xzf', tarball]));
  cpSync(join(modules, 'package'), installed(''), { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  for (const name of Object.keys(pinned())) {
    symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
  }
  symlinkSync('../quorate/dist/cli/main.js', join(modules, '.bin/quorate'));
  succeed(run(modules, 'chmod', ['+x', 'quorate/dist/cli/main.js']));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-package-'));
  succeed(run(checkout, 'npm', ['run', '-s', 'pack', '--', '--pack-destination', folder]));
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const { xstate = '', ...others } = pinned();
  const own = { name: 'somebody', private: true, type: 'module' };
  write('package.json', JSON.stringify({ ...own, dependencies: { xstate }, overrides: others }));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=0'];
  const ended = run(folder, 'npm', ['install', ...flags, at(tarball)]);
  if (ended.status === 0) return;
  console.warn(`npm could not install the package here, so it is unpacked by hand: ${ended.err}`);
  unpack(at(tarball));
}, 5 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', { timeout: minutes }, () => {
  it('holds JavaScript with its declarations, the examples, and nothing else of ours', () => {
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
    const { status, err } = run(folder, process.execPath, ['--import', claim, main, 'list']);
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
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.model.ts'] }));
    const compiler = join(checkout, 'node_modules/typescript/bin/tsc');
    const { status, out } = run(folder, process.execPath, [compiler, '-p', 'tsconfig.json']);
    expect([status, out]).toEqual([0, '']);
  });
});
