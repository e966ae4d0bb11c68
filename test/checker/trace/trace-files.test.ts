import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode, encode } from '../../../checker/trace/itf.ts';
import { RefusedTrace } from '../../../checker/trace/refused-trace.ts';
import type { Trace } from '../../../checker/trace/trace.ts';
import {
  maxTraceBytes,
  readTrace,
  traceFileOf,
  writeTrace,
} from '../../../checker/trace/trace-files.ts';
import { withEdit } from '../fixtures/edited-data.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';

const trace: Trace = shortestTrace(register({ acks: 1, drops: 1, crashes: 1 }), 'Fresh');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-traces-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a trace file', () => {
  test('holds the whole trace', () => {
    expect(decode(encode(trace), 'it')).toEqual(trace);
  });

  test('has the same bytes for the same trace, however often it went to and fro', () => {
    const text = encode(trace);
    expect(encode(decode(text, 'it'))).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('is ITF: a state more than actions, each with all variables, and null as a variant', () => {
    const file = JSON.parse(encode(trace));
    expect(file['#meta']).toMatchObject({ formatVersion: 1, property: 'Fresh', replay: null });
    expect(file['#meta'].actions.map(({ step }: { step: number }) => step)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(file.states).toHaveLength(6);
    for (const state of file.states) {
      expect(Object.keys(state).toSorted()).toEqual(['#meta', ...file.vars]);
      expect(state.partition).toEqual({ tag: 'None', value: {} });
    }
  });

  test('keeps hosts of any name: one that all objects inherit, or one that means more in ITF', () => {
    const { state } = trace.start;
    const names = ['toString', 'constructor', '__proto__', '#1', '#map'];
    const hosts = Object.fromEntries(names.map((name) => [name, state.hosts['n1']]));
    const odd = { ...trace, start: { ...trace.start, state: { ...state, hosts } } } as Trace;
    expect(Object.keys(decode(encode(odd), 'it').start.state.hosts)).toEqual(names);
  });

  test('keeps hosts in declared order', () => {
    expect(Object.keys(JSON.parse(encode(trace)).states[0].hosts)).toEqual(['c1', 'n1', 'n2']);
  });

  test('has no line beyond a hundred columns that could be broken', () => {
    const long = encode(trace)
      .split('\n')
      .filter((line) => line.length > 100);
    expect(long.every((line) => /^\s*"[^"]*": "/.test(line))).toBe(true);
  });

  test('is written with its folders, and nothing is left beside it', () => {
    const file = join(folder, traceFileOf('register/acks1', 'Fresh'));
    writeTrace(file, trace);
    writeTrace(file, trace);
    expect(readFileSync(file, 'utf8')).toBe(encode(trace));
    expect(readdirSync(dirname(file))).toEqual(['Fresh.acks1.itf.json']);
    expect(readTrace(file)).toEqual(trace);
  });

  test('that cannot be moved into place leaves no draft behind', () => {
    const file = join(folder, 'taken');
    writeTrace(join(file, 'below.itf.json'), trace);
    expect(() => writeTrace(file, trace)).toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/);
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

describe('the name of a trace file', () => {
  test('is made of protocol, property and parameters', () => {
    expect(traceFileOf('quorum/n3-r1-w1', 'RYW')).toBe(join('quorum', 'RYW.n3-r1-w1.itf.json'));
    expect(traceFileOf('ring', 'P')).toBe(join('ring', 'P.itf.json'));
  });

  test.each([
    '../up',
    '..',
    'a/../b',
    '/root',
    'a\\b',
    '.hidden',
    'nul\0',
    '',
    'x'.repeat(300),
    'ä',
  ])('never leaves its folder or the letters that files may have: %j', (name) => {
    for (const file of [traceFileOf(name, 'P'), traceFileOf('m', name)]) {
      expect(file).toMatch(/^[A-Za-z0-9][\w,=-]*[\\/][A-Za-z0-9][\w,=-]*(\.[\w,=-]+)?\.itf\.json$/);
      expect(file.length).toBeLessThan(260);
    }
  });

  test('is another one for every other model and property', () => {
    const names = ['a/b', 'a/b/c', 'a/b-c', 'a-b', 'a b', 'a.b', 'ä', 'ö', ''];
    const files = names.flatMap((model) => names.map((property) => traceFileOf(model, property)));
    expect(new Set(files).size).toBe(files.length);
  });
});

function refusal(text: string): RefusedTrace {
  const file = join(folder, 'bad.itf.json');
  writeFileSync(file, text);
  try {
    readTrace(file);
  } catch (cause) {
    if (cause instanceof RefusedTrace) return cause;
    throw cause;
  }
  throw new Error('it was not refused');
}

describe('a file is refused, with where and why, that', () => {
  test('is cut off anywhere', () => {
    const text = encode(trace);
    for (const share of [0, 0.2, 0.5, 0.9, 0.999]) {
      const { message, file } = refusal(text.slice(0, Math.floor(text.length * share)));
      expect(message).toMatch(/not JSON .*cut off/);
      expect(file).toBe(join(folder, 'bad.itf.json'));
    }
  });

  test('is not there', () => {
    expect(() => readTrace(join(folder, 'none.itf.json'))).toThrow(/there is no such file/);
  });

  test('is too large', () => {
    const file = join(folder, 'large.itf.json');
    writeFileSync(file, '');
    truncateSync(file, maxTraceBytes + 1);
    expect(() => readTrace(file)).toThrow(/more than the \d+ that a trace may have/);
  });

  test.each<[string, unknown]>([
    ['is another kind of JSON', [1, 2]],
    ['is null', null],
    ['is an object without states', { vars: [], '#meta': {} }],
  ])('%s', (_, data) => {
    expect(refusal(JSON.stringify(data)).message).toMatch(/no ITF trace of quorate's/);
  });

  test.each<[string, readonly (string | number)[], unknown, string, RegExp]>([
    ['has another format version', ['#meta', 'formatVersion'], 2, '#meta.formatVersion', /is 2/],
    ['goes on from a state that it has not', ['loop'], 6, 'loop', /numbered 0 to 5/],
    ['has no state', ['states'], [], 'states', /length/],
    ['lacks its last state', ['states'], trace.steps.map(() => ({})), 'states', /5 actions but 5/],
    ['numbers actions wrongly', ['#meta', 'actions', 1, 'step'], 7, '[1].step', /7, not 2/],
    ['has an unknown action', ['#meta', 'actions', 1, 'kind'], 'teleport', 'kind', /teleport/],
    [
      'has a message without a type',
      ['#meta', 'actions', 1, 'message'],
      {},
      'message.type',
      /type/,
    ],
    ['has a half-up host', ['states', 2, 'hosts', 'n1', 'up'], '½', 'states[2].hosts.n1.up', /½/],
    ['has a negative count', ['states', 1, 'used', 'drop'], -1, 'states[1].used.drop', /-1/],
    ['has a fraction in a state', ['states', 1, 'used', 'drop'], 0.5, 'states[1].used', /JSON/],
    ['has a bare null', ['states', 1, 'partition'], null, 'states[1]', /partition is null/],
    ['lacks a variable', ['states', 1, 'inFlight'], undefined, 'states[1].inFlight', /inFlight/],
    ['expects an unknown answer', ['#meta', 'replay'], { answer: 'maybe' }, 'replay', /maybe/],
    ['lists other variables', ['vars', 4], 'more', 'vars[4]', /"used".*"more"/],
    [
      'numbers states wrongly',
      ['states', 2, '#meta', 'index'],
      3,
      'states[2].#meta.index',
      /3, not 2/,
    ],
    ['lacks what was observed', ['states', 2, '#meta', 'log'], undefined, '#meta.log', /log/],
    [
      'observes at no host',
      ['states', 5, '#meta', 'log', 0, 'host'],
      {},
      '.#meta.log[0].host',
      /string/,
    ],
    [
      'tells of nothing known',
      ['states', 0, '#meta', 'log'],
      [{ type: '@x' }],
      'log[0].type',
      /@x/,
    ],
    ['has a list of hosts', ['states', 0, 'hosts'], [], 'states[0].hosts', /not a record/],
    ['has a field that all objects inherit', ['constructor'], 1, 'constructor', /never/],
    [
      'has a part of another kind',
      ['states', 0, 'used'],
      { constructor: 'x' },
      'used.constructor',
      /x/,
    ],
    [
      'expects a later answer',
      ['#meta', 'replay'],
      { answer: 'fixed', step: 6 },
      'step',
      /5 steps/,
    ],
    ['says that nothing fails', ['#meta', 'failing'], [], '#meta.failing', /length/],
    ['has an unknown field', ['#meta', 'extra'], 1, 'extra', /extra|never/],
  ])('%s', (_, path, value, where, why) => {
    const refused = refusal(JSON.stringify(withEdit(JSON.parse(encode(trace)), path, value)));
    expect(refused.where).toContain(where);
    expect(refused.message).toMatch(why);
  });

  test.each<{ readonly path: readonly (string | number)[] }>([
    { path: ['states', 0, 'hosts', 'c1', 'residents', 'writer', 'value'] },
    { path: ['states', 0, 'hosts', 'c1', 'residents', 'writer', 'context'] },
    { path: ['states', 0, '#meta', 'log'] },
    { path: ['#meta', 'actions', 1, 'message'] },
    { path: ['#meta', 'extra'] },
  ])('is nested too deep to be read: %j', ({ path }) => {
    const nested = (levels: number): string => {
      const data = withEdit(JSON.parse(encode(trace)), path, '@');
      const value = `${'{"a":'.repeat(levels)}null${'}'.repeat(levels)}`;
      return JSON.stringify(data).replace('"@"', value);
    };
    for (const levels of [1001, 200_000]) {
      expect(refusal(nested(levels)).message).toContain('nested more than 1000 levels deep');
    }
    // As deep as can be without that.
    expect(refusal(nested(1000 - path.length)).message).not.toContain('nested');
  });
});
