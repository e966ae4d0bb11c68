import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkshop, prelude } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const xstate = import.meta.resolve('xstate');

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: ['*.model.ts'] });",
    'm.model.ts': 'export const models = [register({ acks: 1 }), register({ drops: 1 })];',
    'odd/again.model.ts': `import { setup } from '${xstate}';
const serving = setup({ delays: { term: 1 } }).createMachine({ id: 'serving', initial: 'open',
  states: { open: { after: { term: 'over' } }, over: { type: 'final' } } });
const by = ({ key }) => key;
export const models = [quorate.model('again', { properties: {}, done: () => true,
  system: quorate.system({ hosts: [quorate.host('a', { s: quorate.perRequest(serving, { opens: 'open', by }) })],
    inputs: (id, view) => view.each(serving).length > 0 ? [] : [{ type: 'open', key: 'k' }] }) })];`,
    'odd/picky.model.ts': `import { assign, setup } from '${xstate}';
const picky = setup({ actions: { note: assign({ first: ({ event }) => Object.keys(event.of)[0] }) } })
  .createMachine({ id: 'picky', context: { first: '' }, on: { tick: { actions: 'note' } } });
export const models = [quorate.model('picky', { properties: {}, done: () => true,
  system: quorate.system({ hosts: [quorate.host('a', { picky: quorate.resident(picky) })],
    inputs: () => [{ type: 'tick', of: { z: 1, a: 2 } }] }) })];`,
    'odd/fickle.model.ts': `let asked = 0;
const base = register();
export const models = [{ ...base, name: 'fickle', mutants: {}, expect: {}, properties: { P: quorate.always(() => asked++ < 4) } }];`,
    'odd/broken.model.ts': `export const models = [quorate.model('broken', { properties: {
  P: quorate.always(() => { throw new Error('oh no'); }) }, system: register().system })];`,
  });
});
afterEach(() => workshop.close());

describe('audit', () => {
  test('prints one table, and answers 0 where all ways agree', async () => {
    const { code, out, err } = await workshop.run(['audit']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain(
      'MODEL AND VARIANT                       STATES   TRANSITIONS  DEPTH  VERDICTS  TRACES     FACTOR\n' +
        'register/acks1                              27            37      7\n' +
        '  naive, by the reference                   27            37      7  agrees    as long      1.00\n' +
        '  every step listed                         27            37      7  agrees    same         1.00\n',
    );
    expect(out).toMatch(/ {2}steps taken again {16}\d+, all with the same outcome\n/);
    expect(out).toContain(
      '  without drop                     inert: without it nothing is otherwise\n',
    );
    expect(out).toMatch(/\n2 models audited, \d+ comparisons: all agree\n/);
    expect(out).toContain('1 fault changes nothing that the model looks at\n');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('says which models are too large, and answers 30 where all are', async () => {
    const { code, out } = await workshop.run(['audit', '--max-states', '20']);
    expect(code).toBe(30);
    expect(out).toContain('register/acks1: too large to be audited\n');
    expect(out).toContain('2 models too large (--max-states)');
  });

  test('answers 70 where two ways disagree, and says which and in what', async () => {
    const { code, out } = await workshop.run(['audit', 'odd/fickle.model.ts']);
    expect(code).toBe(70);
    expect(out).toMatch(/^ {2}other numbers +12 +15 +7 {2}DISAGREES +1\.00$/m);
    expect(out).toMatch(/^ {2}other numbers .*\n {6}P: violated instead of holds$/m);
    expect(out).toMatch(/^1 model audited, \d+ comparisons: \d+ DISAGREE$/m);
    expect(out).toContain('That is a bug in quorate, unless');
  });

  test('answers 75 for a request that is opened again after it ended', async () => {
    const { code, out } = await workshop.run(['audit', 'odd/again.model.ts']);
    expect(code).toBe(75);
    expect(out).toContain('a.s[k] IS OPENED AGAIN\n');
  });

  test('answers 75 for a machine that depends on the order of fields', async () => {
    const { code, out } = await workshop.run(['audit', 'odd/picky.model.ts']);
    expect(code).toBe(75);
    expect(out).toContain('2 OF 3 HAVE ANOTHER OUTCOME\n      picky in ');
  });

  test('answers 75 for a model that cannot be checked, and goes on', async () => {
    const { code, out, err } = await workshop.run(['audit', 'odd/broken.model.ts', 'm.model.ts']);
    expect(code).toBe(75);
    expect(err).toContain('the predicate threw: oh no');
    expect(out).toContain('2 models audited');
  });

  test('tells a fault that models have in common once, and of all in its JSON', async () => {
    workshop.write(
      'odd/alike.model.ts',
      `import { models as others } from './broken.model.ts';
export const models = [1, 2, 3].map((n) => ({ ...others[0], name: 'odd/n' + n }));`,
    );
    const argv = ['audit', 'odd/alike.model.ts', '--json', 'a.json'];
    const { code, err } = await workshop.run(argv);
    expect(code).toBe(75);
    expect(err.match(/the predicate threw: oh no/g)).toHaveLength(1);
    expect(err).toContain(
      'quorate: 2 more models are broken in the same way as odd/n1: odd/n2, odd/n3',
    );
    const { broken } = JSON.parse(workshop.read('a.json'));
    expect(broken).toMatchObject([{ model: 'odd/n1' }, { model: 'odd/n2' }, { model: 'odd/n3' }]);
  });

  test('shows progress where it is asked to, and ends at Ctrl-C with what it knows', async () => {
    let interrupt: (() => void) | null = null;
    const { code, out, err } = await workshop.run(['audit', '--progress', '--json', 'audit.json'], {
      onListen: (one) => {
        interrupt = one;
      },
      onPrint: (text) => {
        if (text.includes('other numbers')) interrupt?.();
      },
    });
    expect(code).toBe(130);
    expect(err).toContain('register/acks1  full exact search\n');
    expect(err).toContain('interrupted');
    expect(out).toContain('0 models audited, 1 broken off, 2 comparisons: all agree');
    expect(out).toContain('  broken off: the rest was not looked at\n');
    expect(out).toMatch(/\n {2}in the midst of register\/acks1: \S.*\n/);
    const told = JSON.parse(workshop.read('audit.json'));
    expect(told).toMatchObject({ isInterrupted: true, models: [{ model: 'register/acks1' }] });
    expect(told.models[0].variants).toHaveLength(2);
    expect(told.stoppedBy).toBe('interrupted');
  });

  test('stops when its time is up, says of how many models nothing is known, and answers 30', async () => {
    workshop.write(
      'odd/endless.model.ts',
      `${prelude}const { system, ...rest } = register();
export const models = [{ ...rest, name: 'endless', mutants: {}, properties: {},
  system: { ...system, budgets: { drop: 'unlimited', duplicate: 'unlimited' } } }];`,
    );
    const argv = ['audit', 'odd/endless.model.ts', 'm.model.ts', '--max-states', '1000000000'];
    const { code, out } = await workshop.run([...argv, '--max-seconds', '0.2', '--json', 'a.json']);
    expect(code).toBe(30);
    expect(out).toContain('\nstopped early: max-seconds; nothing is known of 3 models\n');
    expect(out).toMatch(/\n {2}in the midst of endless: (?:full exact search|its file)/);
    expect(JSON.parse(workshop.read('a.json'))).toEqual({
      formatVersion: 1,
      isInterrupted: false,
      stoppedBy: 'max-seconds',
      models: [],
    });
    const enough = await workshop.run(['audit', 'register/acks1', '--max-seconds', '86400']);
    expect([enough.code, enough.out]).toEqual([0, expect.not.stringContaining('stopped early')]);
  });

  test('writes all as JSON, to standard output the table is kept out of', async () => {
    const { code, out, err } = await workshop.run(['audit', 'register/acks1', '--json', '-']);
    expect(code).toBe(0);
    expect(err).toContain('1 model audited');
    const { formatVersion, isInterrupted, stoppedBy, models } = JSON.parse(out);
    expect([formatVersion, isInterrupted, stoppedBy]).toEqual([1, false, null]);
    expect(models).toMatchObject([
      {
        model: 'register/acks1',
        isTooLarge: false,
        states: 27,
        transitions: 37,
        depth: 7,
        stepsTakenAgain: { differing: [] },
        finishedRequests: null,
        faults: [],
      },
    ]);
    expect(models[0].variants).toContainEqual({
      name: 'naive, by the reference',
      states: 27,
      transitions: 37,
      depth: 7,
      properties: ['Fresh', 'NotBoth', 'Finishes', 'Deadlock'],
      agrees: true,
      contradictions: [],
      traces: 'as long',
      factor: 1,
    });
    expect(models[0].variants).toContainEqual({
      name: 'reduced by symmetry',
      leftOutBecause: 'no interchangeable ids are declared',
    });
    const large = await workshop.run([
      'audit',
      'register/acks1',
      '--max-states',
      '9',
      '--json',
      '-',
    ]);
    expect(JSON.parse(large.out).models).toEqual([{ model: 'register/acks1', isTooLarge: true }]);
  });
});
