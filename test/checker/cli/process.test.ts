import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop, prelude, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const xstate = pathToFileURL(createRequire(import.meta.url).resolve('xstate')).href;
const launcher = fileURLToPath(new URL('../../../bin/quorate.mjs', import.meta.url));

/** A model whose first search goes on until it is interrupted, and says so when it begins. */
const endless = `
let asked = 0;
export const models = [{ ...register(), mutants: {}, properties: {
  Endless: quorate.always(() => {
    if (asked++ === 0) process._rawDebug('searching');
    return true;
  }) },
  system: { ...register().system, inputs: (host) => host === 'c1' ? [{ type: 'begin' }] : [],
    channel: 'unordered', budgets: { drop: 'unlimited', duplicate: 'unlimited' } } }];`;

/** A model that answers no question to the thread that explores. */
const faulty = `import { workerData } from 'node:worker_threads';
const { system, ...rest } = register();
const mute = new Proxy({}, { ownKeys: () => { throw new TypeError('mute'); } });
export const models = [{ ...rest, system: { ...system, budgets: 'argv' in workerData ? {} : mute } }];`;

/** A file that is never loaded to its end, and says so. */
const unending = `process._rawDebug('loading'); for (;;);`;

/** A model of which a violation is found, and a function never returns when it is asked how that came. */
const untellable = `
const forEver = () => { process._rawDebug('telling'); for (;;); };
export const models = [register({ acks: 1 }), { ...register(), mutants: {}, name: 'untellable', properties: {
  P: quorate.always({ No: (view) => view.hosts.length === 0, Never: forEver }) }, expect: {} }];`;

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'fine.model.ts': 'export const models = [register({ acks: 1 }), register()];',
    'endless/endless.model.ts': endless,
    'faulty/faulty.model.ts': faulty,
    'unending/unending.model.ts': unending,
    'untellable/untellable.model.ts': untellable,
  });
});
afterAll(() => workshop.close());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program; sends it signals when standard error says `cue`. */
async function quorate(
  argv: readonly string[],
  cue: string | null = null,
  signals: NodeJS.Signals | readonly NodeJS.Signals[] = 'SIGINT',
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...argv], { cwd: workshop.folder });
  let [out, err, isCued] = ['', '', false];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (cue === null || isCued || !err.includes(cue)) return;
    isCued = true;
    for (const signal of [signals].flat()) child.kill(signal);
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, out, err };
}

/** Runs the program on what a file of models does as it is loaded. */
async function loading(name: string, text: string): Promise<Ended> {
  const models = 'export const models = [register({ acks: 1 }), register()];';
  return quorate(['check', workshop.write(`${name}/a.model.ts`, `${prelude}${models}${text}`)]);
}

test('what a model file logs is not part of what is printed', async () => {
  const { code, out, err } = await loading('logging', "console.log('logged');");
  expect([code, out.includes('logged')]).toEqual([0, false]);
  expect(err).toContain('logged');
});

test.each([
  ['rejecting', "Promise.reject(new Error('late'));"],
  ['throwing', "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});"],
])('an error of a model file that nothing caught is not called a bug: %s', async (name, text) => {
  const { code, err } = await loading(name, text);
  expect(code).toBe(75);
  expect(said(err)).toMatch(
    /code of the project threw, and nothing caught it.*Error: late.*a\.model/,
  );
});

test('a mistake in a file that a model file imports is told where it is', async () => {
  const other = workshop.write('syntax/b.ts', 'export const a = {\n  b: 1\n  c: 2,\n};\n');
  const file = workshop.write('syntax/a.model.ts', `import './b.ts';\n${prelude}`);
  const { code, err } = await quorate(['check', file]);
  expect(code).toBe(75);
  expect(said(err)).toContain(`for a file that it imports: ${other}, line 3: Expected ','`);
  expect(said(err)).toMatch(/file: +\S*a\.model\.ts/);
});

test('a transition to no state is told with the line of its machine, however deep it is', async () => {
  const states =
    "{ initial: 'b', states: { b: { initial: 'cold', states: { cold: { on: { go: 'clod' } } } } } }";
  const text = `import { createMachine } from '${xstate}';\nexport const m = createMachine(${states});\n`;
  const file = workshop.write('unmade/a.model.ts', text);
  const { code, err } = await quorate(['check', file]);
  expect(code).toBe(75);
  expect(said(err)).toMatch(
    /line 2: a transition of the state '.*' goes to 'clod'.* Did you mean cold\?/,
  );
});

test('a model that depends on when its file is loaded is refused', async () => {
  const models = `const [base] = [register()];
    const hosts = base.system.hosts.map((host) => ({ ...host, machines: Object.fromEntries(
      Object.entries(host.machines).map(([name, slot]) => [name, { ...slot, input: { ...slot.input, acks: Math.floor(Math.random() * 1e9) } }])) }));
    export const models = [{ ...base, mutants: {}, system: { ...base.system, hosts } }];`;
  const file = workshop.write('chancy/a.model.ts', `${prelude}${models}`);
  const { code, err } = await quorate(['check', file]);
  expect(code).toBe(75);
  expect(said(err)).toMatch(
    /isn't the same each time that its file is loaded: in the initial state hosts\.c1\.\S*acks is \d+ one time and \d+ another/,
  );
});

test('a file that awaits what never comes is named, with the likely cause', async () => {
  const { code, err } = await loading('awaiting', 'await new Promise(() => {});');
  expect(code).toBe(75);
  expect(said(err)).toMatch(
    /^quorate: this waits for what never comes: the file \S*a\.model\.ts, as it is loaded Likely cause: an await, in it/,
  );
});

test('a file that ends its process is named', async () => {
  const { code, err } = await loading('leaving', 'process.exit(0);');
  expect(code).toBe(70);
  expect(said(err)).toMatch(
    /with code 0, in the midst of the file .*a\.model\.ts, as it is loaded/,
  );
});

test('the program checks a project in a thread of its own', async () => {
  const { code, out, err } = await quorate(['check']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^register\/acks1 +violated +27 +7 +as expected$/m);
});

test('the program ends, with 70, where the engine itself fails', async () => {
  const { code, err } = await quorate(['check', 'faulty/faulty.model.ts']);
  expect(code).toBe(70);
  expect(err).toMatch(/This is a bug in quorate/);
});

test('the program passes exit codes on', async () => {
  expect((await quorate(['check', '--nonsense'])).code).toBe(64);
  expect((await quorate(['check', 'register/acks2', '--max-states', '2'])).code).toBe(30);
});

test('Ctrl-C is heard while a search runs, and what is known is printed', async () => {
  const { code, out } = await quorate(['check', 'endless/endless.model.ts'], 'searching');
  expect(code).toBe(130);
  expect(out).toMatch(/^register\/acks2 +unknown +[\d ]+ +\d+ +interrupted$/m);
  expect(out).toContain('interrupted: this is what is known so far');
});

test('who gives it a certain time hears what is known by then', async () => {
  const argv = ['check', 'endless/endless.model.ts'];
  const { code, out } = await quorate(argv, 'searching', 'SIGTERM');
  expect(code).toBe(130);
  expect(out).toContain('interrupted: this is what is known so far');
});

test('who kills a launcher that could not replace itself ends the search too', async () => {
  const alone = ['--import', 'data:text/javascript,process.execve=undefined', launcher];
  const argv = [...alone, 'check', 'endless/endless.model.ts'];
  const parent = spawn(process.execPath, argv, { cwd: workshop.folder });
  let out = '';
  parent.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  parent.stderr.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('searching')) parent.kill('SIGKILL');
  });
  // Its streams are the search's too: they are closed once that has ended.
  const [code, signal]: unknown[] = await once(parent, 'close');
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  expect(out).toContain('interrupted: this is what is known so far');
});

test('two signals at once are one', async () => {
  const argv = ['check', 'endless/endless.model.ts'];
  const { code, out } = await quorate(argv, 'searching', ['SIGTERM', 'SIGINT']);
  expect(code).toBe(130);
  expect(out).toContain('interrupted: this is what is known so far');
});

const unloaded = 'unending/unending.model.ts';
test.each([
  [['list', unloaded], 'SIGINT'],
  [['check', unloaded], 'SIGTERM'],
  [['simulate', unloaded], 'SIGINT'],
  [['audit', unloaded], 'SIGTERM'],
  [['verify', 'a.itf.json', '--model', unloaded], 'SIGINT'],
  [['replay', 'a.itf.json', '--model', unloaded], 'SIGTERM'],
] as const)('%j ends at %s though a file is never loaded to its end', async (argv, signal) => {
  const { code, out, err } = await quorate(argv, 'loading', signal);
  expect([code, out]).toEqual([130, '']);
  expect(said(err)).toMatch(/interrupted in the midst of the file .*, as it is loaded/);
});

test('a limit of time ends a command though a file is never loaded to its end', async () => {
  const { code, err } = await quorate(['check', unloaded, '--max-seconds', '1']);
  expect(code).toBe(30);
  expect(said(err)).toMatch(
    /broken off, since this had not returned for \d+ s.*: the file .*, as it is loaded/,
  );
});

test('Ctrl-C is heard where what never returns is asked of a violation that was found', async () => {
  const argv = ['check', 'untellable/untellable.model.ts'];
  const { code, out, err } = await quorate(argv, 'telling');
  expect(code).toBe(130);
  expect(out).toMatch(/^register\/acks1 +violated/m);
  expect(said(err)).toMatch(/untellable: broken off, since this .*: 'Never' of the property 'P'/);
});

test.each([
  ['list > /dev/full', 74],
  ['check register/acks2 --max-states 2 > /dev/full', 30],
  ['check register/acks2 --nonsense 2> /dev/full', 64],
])('a full disk under what it prints counts last: %s answers %i', async (words, answered) => {
  if (!existsSync('/dev/full')) {
    console.log('not tried: this system has no /dev/full');
    return;
  }
  const command = `exec '${process.execPath}' '${launcher}' ${words}`;
  const child = spawn('sh', ['-c', command], { cwd: workshop.folder });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code]: unknown[] = await once(child, 'close');
  expect(code).toBe(answered);
  const told = /^quorate: what it prints can't be written: .*ENOSPC.*\.\n$/;
  expect(err).toMatch(words.includes('2>') ? /^$/ : told);
});

test('Ctrl-C is heard in the midst of an audit, and what is known is printed', async () => {
  const argv = ['audit', 'endless/endless.model.ts', '--max-states', '1000000000'];
  const { code, out, err } = await quorate(argv, 'searching');
  expect(code).toBe(130);
  expect(out).toContain('0 models audited');
  expect(err).toContain('interrupted: this is what is known so far');
});

test('after Ctrl-C a search that leaves checkpoints says how to go on from them', async () => {
  const argv = ['check', 'endless/endless.model.ts', '--checkpoint', 'ck', '--progress'];
  const { code, out } = await quorate(argv, ' depth ');
  expect(code).toBe(130);
  const [, command = ''] =
    /^To go on from the last checkpoints:\n {2}npx quorate (.+)$/m.exec(out) ?? [];
  expect(command).toBe('check --resume ck endless/endless.model.ts --progress');
  const resumed = await quorate([...command.split(' '), '--max-states', '1']);
  expect(resumed.code).toBe(30);
  expect(resumed.err).toMatch(/^register\/acks2: goes on at depth \d+, with/m);
});

test('a model in a package of CommonJS answers 75, and what to write instead', async () => {
  workshop.write('old/package.json', '{ "type": "commonjs" }');
  const file = workshop.write('old/a.model.ts', `${prelude}export const models = [];`);
  const { code, err } = await quorate(['check', file]);
  expect(code).toBe(75);
  expect(said(err)).toContain(
    'Write "type": "module" there, or let the file\'s name end in .model.mts',
  );
});
