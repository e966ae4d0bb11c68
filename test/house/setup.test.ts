import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './repository.ts';

type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

let checkout = '';
const at = (path: string): string => join(checkout, path);
const platform = `${process.platform}-${process.arch}`;

/**
 * Stands in for npm: notes the call, installs two packages as the real one leaves them, without
 * the link to `node` (as npm 10) and at first without the optional one if told to.
 */
const npm = `#!${process.execPath}
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
const calls = fs.readFileSync('calls', 'utf8').trim().split('\\n').length;
if (process.env.NPM_FAILS) {
  console.error(process.env.NPM_FAILS);
  process.exit(1);
}
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
delete packages[''];
delete packages['node_modules/elsewhere'];
if (calls <= Number(process.env.NPM_FORGETS ?? 0)) delete packages['node_modules/node-${platform}'];
fs.rmSync('node_modules', { recursive: true, force: true });
for (const path of Object.keys(packages)) {
  fs.mkdirSync(path + '/bin', { recursive: true });
  fs.writeFileSync(path + '/package.json', '{}');
  fs.symlinkSync(process.execPath, path + '/bin/node');
}
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'quorate-setup-'));
  cpSync(join(root, 'setup.mjs'), at('setup.mjs'));
  cpSync(join(root, 'bin'), at('bin'), { recursive: true });
  const pinned = { optional: true, os: [process.platform], cpu: [process.arch], version: '1.0.0' };
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    [`node_modules/node-${platform}`]: pinned,
    'node_modules/elsewhere': { ...pinned, os: ['plan9'] },
  };
  writeFileSync(at('package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(at('package.json'), JSON.stringify({ engines: { node: '>=20' } }));
  mkdirSync(at('checker'));
  writeFileSync(at('checker/package.json'), JSON.stringify({ engines: { node: '>=22.18' } }));
  mkdirSync(at('path'));
  writeFileSync(at('path/npm'), npm);
  chmodSync(at('path/npm'), 0o755);
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

/** Starts a file of the checkout; `flags` are Node's own. */
function run(file: string, flags: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [...flags, at(file)], { env }, (error, stdout, stderr) => {
      done({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const setUp = (env: NodeJS.ProcessEnv = {}, flags: readonly string[] = []): Promise<Ended> =>
  run('setup.mjs', flags, {
    PATH: [at('path'), process.env['PATH']].join(delimiter),
    ...env,
  });

const calls = (): readonly string[] =>
  existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : [];

/** Node flags that make it claim another version than its own. */
const pretend = (version: string): readonly string[] => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
];

describe('setup.mjs', () => {
  it('installs without scripts, with the development packages, and links both commands', async () => {
    const ended = await setUp();
    expect(ended).toMatchObject({ status: 0, stdout: '' });
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toMatch(/^ci --ignore-scripts --include=dev --include=optional /);
    expect(readlinkSync(at('node_modules/.bin/node'))).toBe(`../node-${platform}/bin/node`);
    expect(readlinkSync(at('node_modules/.bin/quorate'))).toBe('../../bin/quorate.mjs');
  });

  it('does and says nothing when all is in place', async () => {
    await setUp();
    expect(await setUp()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(calls()).toHaveLength(1);
  });

  it('restores a missing link without installing', async () => {
    await setUp();
    rmSync(at('node_modules/.bin'), { recursive: true });
    await setUp();
    expect(existsSync(at('node_modules/.bin/node'))).toBe(true);
    expect(existsSync(at('node_modules/.bin/quorate'))).toBe(true);
    expect(calls()).toHaveLength(1);
  });

  it.each(['node_modules/.package-lock.json', 'node_modules/a'])(
    'installs again when %s is gone',
    async (path) => {
      await setUp();
      rmSync(at(path), { recursive: true });
      expect((await setUp()).status).toBe(0);
      expect(calls()).toHaveLength(2);
      expect(existsSync(at(path))).toBe(true);
    },
  );

  it('installs again when the lock file has another version', async () => {
    await setUp();
    const text = readFileSync(at('package-lock.json'), 'utf8');
    writeFileSync(at('package-lock.json'), text.replace('"1.0.0"', '"1.0.1"'));
    expect((await setUp()).status).toBe(0);
    expect(calls()).toHaveLength(2);
  });

  it('installs once however many start at the same time', async () => {
    const ended = await Promise.all([setUp(), setUp(), setUp(), setUp()]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(calls()).toHaveLength(1);
    expect(existsSync(at('.quorate/setup.lock'))).toBe(false);
  });

  it('takes over a lock whose owner is dead', async () => {
    const dead = await new Promise<number | undefined>((done) => {
      const child = execFile(process.execPath, ['--version'], () => done(child.pid));
    });
    mkdirSync(at('.quorate'));
    const owner = { host: hostname(), pids: [dead] };
    writeFileSync(at('.quorate/setup.lock'), JSON.stringify(owner));
    expect((await setUp()).status).toBe(0);
    expect(existsSync(at('.quorate/setup.lock'))).toBe(false);
  });

  it('installs a second time when npm leaves out a package that this machine needs', async () => {
    expect((await setUp({ NPM_FORGETS: '1' })).status).toBe(0);
    expect(calls()).toHaveLength(2);
  });

  it('names the packages that are still left out then', async () => {
    const { status, stderr } = await setUp({ NPM_FORGETS: '9' });
    expect(status).toBe(1);
    expect(stderr).toContain(`left out node_modules/node-${platform}`);
    expect(calls()).toHaveLength(2);
  });

  it.each([
    ['npm error code ECONNREFUSED', 'registry could not be reached'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'certificate of the package registry'],
    ['npm error code E403', 'refuses to give it'],
    ['npm error code EUSAGE', 'disagree'],
    ['something else', 'Its own message stands above'],
  ])('explains a failure of npm: %s', async (said, explained) => {
    const { status, stdout, stderr } = await setUp({ NPM_FAILS: said });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
    expect(stderr).toContain(explained);
    expect(existsSync(at('.quorate/setup.lock'))).toBe(false);
  });

  it('says so when there is no npm', async () => {
    const { status, stderr } = await setUp({ PATH: at('nowhere') });
    expect(status).toBe(1);
    expect(stderr).toContain('npm could not be started');
  });

  it('says so when the lock file is unreadable', async () => {
    writeFileSync(at('package-lock.json'), '{');
    const { status, stderr } = await setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('package-lock.json in');
  });

  it('refuses a system Node that is too old for it', async () => {
    const { status, stderr } = await setUp({}, pretend('18.20.8'));
    expect(status).toBe(1);
    expect(stderr).toContain('Node 20 or newer is needed to set up; this is 18.20.8');
  });

  it('works with an old system Node as long as the pinned one starts', async () => {
    expect((await setUp({}, pretend('20.20.2'))).status).toBe(0);
  });

  it('lets a new system Node stand in for a pinned one that does not start', async () => {
    await setUp();
    breakPinnedNode();
    expect((await setUp()).status).toBe(0);
    expect(readlinkSync(at('node_modules/.bin/node'))).toBe(process.execPath);
  });

  it('says so when neither Node will do', async () => {
    await setUp();
    breakPinnedNode();
    const { status, stderr } = await setUp({}, pretend('20.20.2'));
    expect(status).toBe(1);
    expect(stderr).toContain("doesn't start here");
    expect(stderr).toContain('Install Node 22.18 or newer');
  });
});

function breakPinnedNode(): void {
  const pinned = at(`node_modules/node-${platform}/bin/node`);
  rmSync(pinned);
  writeFileSync(pinned, '#!/bin/sh\nexit 1\n');
  chmodSync(pinned, 0o755);
}

const endOf = (child: ChildProcess): Promise<readonly [number | null, string | null]> =>
  new Promise((done) => {
    child.on('exit', (status, signal) => done([status, signal]));
  });

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((done) => {
    child.stdout?.once('data', (chunk: Buffer) => done(String(chunk).trim()));
  });

/** A main program that does what its first argument says, then shows that it is under way. */
const main = `
const what = process.argv[2];
if (what === 'fail') process.exitCode = 12;
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (what === 'wait') {
  process.on('SIGTERM', () => process.exit(130));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify(process.argv.slice(2)));
`;

/** The two ways of the launcher: replace itself, or (on an older Node) start a child. */
const ways = [
  ['replacing itself', []],
  ['as the parent of a child', ['--import', 'data:text/javascript,delete process.execve']],
] as const;

describe.each(ways)('bin/quorate.mjs, %s,', (_, flags) => {
  beforeEach(() => {
    mkdirSync(at('checker/cli'), { recursive: true });
    mkdirSync(at('node_modules/.bin'), { recursive: true });
    writeFileSync(at('checker/cli/main.ts'), main);
    symlinkSync(process.execPath, at('node_modules/.bin/node'));
  });

  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...flags, at('bin/quorate.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('passes arguments and success on', async () => {
    const child = start('check', '--param', 'a b');
    expect(await firstLine(child)).toBe('["check","--param","a b"]');
    expect(await endOf(child)).toEqual([0, null]);
  });

  it('passes the exit status on', async () => {
    expect(await endOf(start('fail'))).toEqual([12, null]);
  });

  it('dies of the signal that its program died of', async () => {
    expect(await endOf(start('die'))).toEqual([null, 'SIGKILL']);
  });

  it('hands SIGTERM on and waits for the program to end', async () => {
    const child = start('wait');
    await firstLine(child);
    child.kill('SIGTERM');
    expect(await endOf(child)).toEqual([130, null]);
  });

  it('says how to set up when nothing is installed', async () => {
    rmSync(at('node_modules'), { recursive: true });
    const { status, stderr } = await run('bin/quorate.mjs', flags, {});
    expect(status).toBe(70);
    expect(stderr).toContain('Run "npm start", or "node setup.mjs"');
  });
});
