import { describe, expect, test } from 'vitest';
import { mermaid } from '../../../checker/report/mermaid.ts';
import { messageDiagram } from '../../../checker/report/message-diagram.ts';
import { palette } from '../../../checker/report/palette.ts';
import { reportWidth } from '../../../checker/report/page.ts';
import { stepChanges } from '../../../checker/report/step-changes.ts';
import { numberedSteps, sendingSteps } from '../../../checker/report/steps.ts';
import { traceLines } from '../../../checker/report/violation.ts';
import type { Json, State, Trace } from '../../../checker/index.ts';
import type { TraceStep } from '../../../checker/trace/trace.ts';
import { eventful } from '../fixtures/eventful-trace.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';

const plain = palette(false);
const stale = shortestTrace(register({ acks: 1, crashes: 1 }), 'Fresh');

/** The column of a host's lane. */
function lane(lines: readonly string[], host: string): number {
  return (lines[0] ?? '').indexOf(host);
}

/** The line of a diagram that a step's number stands on. */
function lineOf(lines: readonly string[], step: number): string {
  const found = lines.find((line) => line.startsWith(`${String(step).padStart(4)}  `));
  if (found === undefined) throw new Error(`step ${step} is not drawn`);
  return found;
}

describe('the numbered steps', () => {
  const steps = numberedSteps(eventful, plain);

  test('are rewritten only on purpose', async () => {
    await expect(`${steps.join('\n')}\n`).toMatchFileSnapshot('numbered-steps.txt');
  });

  test('name every kind of action in words', () => {
    const text = steps.join('\n');
    for (const words of [
      'c1  input begin',
      'c1 » n1  duplicated: write value=v1',
      'c1 → n1  write value=v1',
      'partition c1 n1 | n2',
      'c1 ✗ n1  lost: write value=v1',
      'the partition heals',
      'n2 → n1  stored by=n2',
      'n1  timer patience of put[op1]',
      'n1  crashes',
      'n1  restarts',
      'n1  restarts with empty disks',
      'n2  observes booted',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('leave out addresses and ghosts', () => {
    expect(steps.join('\n')).not.toMatch(/from=|ghost/);
  });

  test('say when a message was sent, unless it was the step before', () => {
    expect(lineOf(steps, 3)).toContain('(sent at 1)');
    expect(lineOf(steps, 7)).toContain('(sent at 0)');
    expect(lineOf(steps, 8)).not.toContain('sent at');
  });
});

test('hosts with long names leave room for what is said of them', () => {
  const hosts = ['a', 'b'].map((id) => `${'very-'.repeat(20)}long-host-${id}`);
  const [first = ''] = numberedSteps(ring(hosts), plain).filter((line) => line.includes('→'));
  expect(first).toMatch(/^ {3}1 {2}very-.*….*host-a → very-.*….*host-b {2}pass note=/);
  expect(first.length).toBeLessThanOrEqual(reportWidth);
  const full = numberedSteps(ring(hosts), plain, { isFull: true }).join('');
  expect(full.replaceAll(/\n? +/g, '')).toContain(`${hosts[0]}→${hosts[1]}`);
});

test('equal messages arrive in the order in which they were sent', () => {
  expect(sendingSteps(eventful).slice(0, 8)).toEqual([null, 1, 1, null, 1, null, 0, 7]);
});

describe('the message diagram', () => {
  const lines = messageDiagram(eventful, plain);
  const [c1, n1, n2] = [lane(lines, 'c1'), lane(lines, 'n1'), lane(lines, 'n2')];

  test('is rewritten only on purpose', async () => {
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('message-diagram.txt');
  });

  test('fits the page', () => {
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(reportWidth);
  });

  test('draws an arrow from the sender to the receiver of a delivery', () => {
    const line = lineOf(lines, 3);
    expect(line[c1]).toBe('├');
    expect(line.slice(n1 - 1, n1 + 1)).toBe('►│');
    const back = lineOf(lines, 8);
    expect(back.slice(n1, n1 + 2)).toBe('│◄');
    expect(back[n2]).toBe('┤');
  });

  test('writes a label that is too long for its arrow above it', () => {
    const label = lineOf(lines, 7);
    expect(label).toContain('repair none=null versions=[{clock:{n1:1,n2:12}');
    const arrow = lines[lines.indexOf(label) + 1] ?? '';
    expect(arrow[n1]).toBe('├');
    expect(arrow.slice(n2 - 1, n2 + 1)).toBe('►│');
  });

  test('marks losses, duplicates and crashes', () => {
    expect(lineOf(lines, 5)).toContain('lost: write');
    expect(lineOf(lines, 5)[n1 - 1]).toBe('✗');
    expect(lineOf(lines, 2)).toContain('duplicated: write');
    expect(lineOf(lines, 10)[n1]).toBe('✗');
  });

  test('dots the lifeline of a host that is down', () => {
    expect(lineOf(lines, 11)[n1]).toBe('┊');
    expect(lineOf(lines, 13)[n1]).toBe('✗');
    expect(lineOf(lines, 9)[n2]).toBe('│');
  });

  test('names hosts without a part in it instead of giving them a lane', () => {
    expect(lines[0]).not.toContain('idle');
    expect(lines.at(-1)).toContain('without a part in it: idle');
  });

  test.each([1, 2, 3, 4, 5, 6])('fits the page with %i hosts', (count) => {
    const hosts = Array.from({ length: count }, (_, index) => `host${index}`);
    const trace = ring(hosts);
    const drawn = messageDiagram(trace, plain);
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThanOrEqual(reportWidth);
    hosts.forEach((host) => expect(drawn[0]).toContain(host));
  });

  test.each([7, 9, 12, 22])('tells %i lanes apart whose names are long and alike', (count) => {
    const hosts = Array.from({ length: count }, (_, index) => `replica-in-zone-${index + 1}`);
    const drawn = messageDiagram(ring(hosts), plain);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(reportWidth);
    const heads = (drawn[0] ?? '').trim().split(/\s+/);
    expect(new Set(heads).size).toBe(count);
    const legend = drawn.join(' ').replaceAll(/\s+/g, ' ');
    heads.forEach((head, index) => expect(legend).toContain(`${head} is ${hosts[index]}`));
    // Each of them sends something: its arrow begins below its head.
    for (const head of heads) {
      const column = drawn[0]?.indexOf(head) ?? 0;
      expect(drawn.some((line) => /[├┤]/.test(line[column] ?? ''))).toBe(true);
    }
  });

  test('of a message from a host to itself stays on its lane', () => {
    const drawn = messageDiagram(ring(['alone']), plain);
    expect(drawn.join('\n')).toContain('↺ pass');
  });
});

/** A made-up run in which every host sends something to the next. */
function ring(hosts: readonly string[]): Trace {
  const up = { up: true, residents: {}, families: {} } as const;
  const state = {
    ...eventful.start.state,
    hosts: Object.fromEntries(hosts.map((host) => [host, up])),
    inFlight: [],
  };
  const steps = hosts.map((from, index) => {
    const host = hosts[(index + 1) % hosts.length] ?? from;
    const to = { host, machine: 'member', key: null };
    const message = { type: 'pass', note: 'something of a certain length', index };
    return { action: { kind: 'deliver', from, to, message } as const, state, log: [] };
  });
  return { ...eventful, start: { state, log: [] }, steps };
}

describe('a run without steps', () => {
  const lines = numberedSteps({ ...stale, steps: [] }, plain);

  test('has no picture, since there is nothing to draw', () => {
    expect(traceLines({ ...stale, steps: [] }, plain)).toEqual(lines);
  });

  test('shows the initial state as step 0', () => {
    expect(lines).toEqual([
      '   0  the initial state',
      '        c1.writer is idle  {acks:1,ackers:{}}',
      '        n1.server is serving  {disk:{value:null}}',
      '        n2.server is serving  {disk:{value:null}}',
      '        monitor Fresh is fresh',
    ]);
  });
});

describe('a trace in full', () => {
  const long = 'x'.repeat(150);
  const trace = withContexts(
    { a: 1, b: 1, c: 1, d: 1, text: 'short' },
    { a: 2, b: 2, c: 2, d: 2, text: `${long}end` },
  );
  const told = (isFull: boolean): string => numberedSteps(trace, plain, { isFull }).join('\n');

  test('has the initial state, every change and every value', () => {
    expect(told(true)).toContain('   0  the initial state\n        n1.server is serving  {a:1,');
    expect(told(true).replaceAll(/\n +/g, '')).toContain(`text: short → ${long}end`);
    expect(told(true)).not.toContain('…');
    expect(told(false)).toContain('…');
    expect(told(false)).not.toContain('the initial state');
  });

  test('says where nothing comes of a message', () => {
    const inVain = 'nothing comes of it';
    const { inFlight } = stale.start.state;
    const [message] = stale.steps.flatMap(({ state }) => state.inFlight);
    if (message === undefined) throw new Error('nothing is ever in flight');
    const flying = { ...stale.start, state: { ...stale.start.state, inFlight: [message] } };
    const action = { kind: 'deliver', ...message } as const;
    const landed = { ...flying, state: { ...flying.state, inFlight } };
    const told = (steps: readonly TraceStep[]): string =>
      numberedSteps({ ...stale, start: flying, steps }, plain).join('\n');
    expect(told([{ ...landed, action }])).toContain(inVain);
    expect(told([{ ...landed, log: [{ type: 'observed' }], action }])).not.toContain(inVain);
    expect(told([{ ...landed, action: { ...action, kind: 'drop' } }])).not.toContain(inVain);
    const answer = { ...message, message: { type: 'answer' } };
    const answered = { ...landed, state: { ...landed.state, inFlight: [answer] } };
    expect(told([{ ...answered, action }])).not.toContain(inVain);
  });

  test('fits the page', () => {
    for (const one of [trace, eventful, stale]) {
      for (const line of numberedSteps(one, plain, { isFull: true })) {
        expect(line.length).toBeLessThanOrEqual(reportWidth);
      }
    }
  });

  test('tells of a step that is not the last what goes into flight and out of it', () => {
    const sends = '        + in flight c1 → n1  write value=v1';
    expect(numberedSteps(stale, plain, { isFull: true })).toContain(sends);
    expect(numberedSteps(stale, plain)).not.toContain(sends);
  });
});

describe('the Mermaid diagram', () => {
  const text = mermaid(eventful);

  test('is rewritten only on purpose', async () => {
    await expect(text).toMatchFileSnapshot('sequence-diagram.mmd');
  });

  test('names participants once and draws each kind of arrow', () => {
    expect(text).toMatch(/^---\ntitle: .*\n---\nsequenceDiagram\n/);
    expect(text).toContain('participant h1 as n1');
    expect(text).toContain('h0->>h1: 3. write value=v1');
    expect(text).toContain('h0-xh1: 5. lost: write value=v1');
    expect(text).toContain('h0--)h1: 2. duplicated: write value=v1');
    expect(text).toContain('Note over h0,h3: 4. partition c1 n1 | n2');
  });

  test('escapes what Mermaid would read as its own', () => {
    expect(text).toContain('Quiet#59; #35; #60;so#62;');
    expect(text.split('\n').slice(4).join('\n')).not.toMatch(/;(?<!#\d+;)/);
  });
});

describe('the changes of a step', () => {
  const whole = { room: reportWidth, isWhole: true };

  function lastChanges(trace: Trace): readonly string[] {
    return stepChanges(trace, trace.steps.length - 1, whole);
  }

  test('are those of machines, timers, monitors and what is in flight', () => {
    expect(lastChanges(stale)).toEqual([
      'c1.writer is: reading → finished',
      'monitor Fresh is: fresh → stale',
      'c1.writer timer patience.writer.reading: armed → (nothing)',
      '- in flight n2 → c1  held value=null',
    ]);
  });

  test('show a host that goes down, and what is sent', () => {
    const crash = { ...eventful, steps: eventful.steps.slice(0, 10) };
    expect(lastChanges(crash)).toEqual(['n1 is: up → down']);
    const input = { ...eventful, steps: eventful.steps.slice(0, 1) };
    expect(lastChanges(input)).toEqual([
      '+ in flight c1 → n1  write value=v1',
      '+ in flight c1 → n1  write value=v1',
    ]);
  });

  test('of a run without steps are none', () => {
    expect(lastChanges({ ...eventful, steps: [] })).toEqual([]);
  });

  test('tell sets and shifted lists as wholes, others by the paths that differ', () => {
    const [from, to] = [
      { seen: {}, queue: ['a', 'b'], clock: { n1: 1, n2: 5 }, pair: [1, 2] },
      { seen: { a: true }, queue: ['b'], clock: { n1: 2, n2: 5 }, pair: [1, 3] },
    ];
    expect(lastChanges(withContexts(from, to))).toEqual([
      'n1.server.seen: {} → {a}',
      'n1.server.queue: [a,b] → [b]',
      'n1.server.clock.n1: 1 → 2',
      'n1.server.pair[1]: 2 → 3',
    ]);
  });

  test('tell ghosts last, and a few of many', () => {
    const [from, to] = [
      { ghost: { past: 1 }, a: 1, b: 1, c: 1 },
      { ghost: { past: 2 }, a: 2, b: 2, c: 2 },
    ];
    const trace = withContexts(from, to);
    expect(lastChanges(trace).at(-1)).toBe('n1.server.ghost.past: 1 → 2');
    expect(stepChanges(trace, 0, { ...whole, isWhole: false })).toEqual([
      'n1.server.a: 1 → 2',
      'n1.server.b: 1 → 2',
      'n1.server.c: 1 → 2',
      '… and 1 more',
    ]);
  });

  test('cut long values in the middle, on the side that is long', () => {
    const long = 'x'.repeat(150);
    const [line = ''] = lastChanges(withContexts({ a: 'short' }, { a: `${long}end` }));
    expect(line).toHaveLength(reportWidth);
    expect(line).toMatch(/^n1\.server\.a: short → x+…x+end$/);
    const [both = ''] = lastChanges(withContexts({ a: `${long}old` }, { a: `${long}new` }));
    expect(both).toHaveLength(reportWidth);
    expect(both).toMatch(/^n1\.server\.a: x+…x+old → x+…x+new$/);
  });

  test('tell a machine that comes by its state and what it holds, one that goes by its state', () => {
    const self = { host: 'n1', machine: 'server', key: null };
    const born = withContexts(null, { self, a: 1 });
    expect(lastChanges(born)).toEqual([
      'n1.server is: (nothing) → serving',
      'n1.server: (nothing) → {a:1}',
    ]);
    expect(lastChanges(withContexts({ a: 1 }, null))).toEqual([
      'n1.server is: serving → (nothing)',
    ]);
  });
});

/** A made-up run of one step, which changes the context of n1's machine. */
function withContexts(before: Json, after: Json): Trace {
  const action = { kind: 'restart', host: 'n1' } as const;
  const start = { state: serving(before), log: [] };
  return { ...eventful, start, steps: [{ action, state: serving(after), log: [] }] };
}

/** A state in which n1 runs one machine, or none where there is no context for it. */
function serving(context: Json): State {
  const local = { value: 'serving', context, final: false, timers: [] };
  const residents = context === null ? {} : { server: local };
  const n1: State['hosts'][string] = { up: true, residents, families: {} };
  return { ...eventful.start.state, hosts: { n1 }, inFlight: [] };
}

/** How the picture of a run ends. */
function lastWords(failing: readonly string[]): string {
  const lines = messageDiagram({ ...stale, failing }, plain);
  return lines.find((line) => line.includes('✗ Fresh')) ?? '';
}

describe('the conjuncts that are false', () => {
  test('stand at the end of the picture', () => {
    expect(lastWords([])).toBe('      ✗ Fresh is violated here');
    expect(lastWords(['NoLoss'])).toBe('      ✗ Fresh is violated here: NoLoss is false');
    expect(lastWords(['A', 'B', 'C'])).toBe(
      '      ✗ Fresh is violated here: A, B, and C are false',
    );
  });
});

test('colours change nothing but colours', () => {
  const coloured = traceLines(stale, palette(true)).join('\n');
  expect(coloured).not.toBe(traceLines(stale, plain).join('\n'));
  // The escape sequences of colours, which are what is to be taken away.
  const bare = coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
  expect(bare).toBe(traceLines(stale, plain).join('\n'));
});
