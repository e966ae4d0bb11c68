/**
 * The benchmark: every contestant explores the same state spaces, in turn, several rounds in one run,
 * so that the ratios of the medians mean something on a noisy machine. One core each, CPU time.
 */

import { growthLines, growthSpaces } from './growth.ts';
import { instructionLines } from './instructions.ts';
import { onOneCore } from './cores.ts';
import type { Options } from './options.ts';
import { optionsFrom, usage } from './options.ts';
import type { Measured, Planned, Run, Space } from './run.types.ts';
import { reductionLines, reductionSpaces } from './reductions.ts';
import { duels, others, quickDuels } from './spaces.ts';
import { compilerFlags, spinVersion } from './spin.ts';
import { disagreements, medianOf, rate, ratio } from './statistics.ts';
import type { Column } from './table.ts';
import { count, decimal, millions, table } from './table.ts';

const cpu = ({ cpuSeconds }: Run): number => cpuSeconds;
const wall = ({ wallSeconds }: Run): number => wallSeconds;

function ready({ name, contestants }: Planned): Space {
  process.stderr.write(`making ready: ${name}\n`);
  return { name, contestants: contestants() };
}

/** Runs every contestant of every space once a round; the first of a space tells the others its size. */
function measure(planned: readonly Planned[], rounds: number): readonly Measured[] {
  const spaces = planned.map(ready);
  const runs = spaces.map(() => new Map<string, Run[]>());
  for (let round = 1; round <= rounds; round++) {
    spaces.forEach(({ name, contestants }, at) => {
      let states: number | null = null;
      for (const contestant of contestants) {
        if (!('run' in contestant)) continue;
        process.stderr.write(`round ${round} of ${rounds}: ${name}, ${contestant.name} `);
        const run = contestant.run(states);
        process.stderr.write(`${decimal(run.cpuSeconds, 2)} s\n`);
        states = run.states;
        const list = runs[at]?.get(contestant.name) ?? [];
        runs[at]?.set(contestant.name, [...list, run]);
      }
    });
  }
  return spaces.map((space, at) => ({ space, runs: runs[at] ?? new Map<string, Run[]>() }));
}

const name: Column<Measured> = { title: '', cell: ({ space }) => space.name };
const size: Column<Measured> = {
  title: 'states',
  cell: (row) => count(medianOf(row, 'engine', (run) => run.states)),
};

/** What a contestant took: CPU seconds, millions of transitions a second, bytes. */
function costs(contestant: string): readonly Column<Measured>[] {
  const ask = (what: (run: Run) => number | null) => (row: Measured) =>
    medianOf(row, contestant, what);
  return [
    { title: `${contestant} s`, cell: (row) => decimal(ask(cpu)(row), 2) },
    { title: 'M/s', cell: (row) => millions(ask(rate)(row)) },
    { title: 'B/state', cell: (row) => decimal(ask((run) => run.bytesPerState)(row), 0) },
  ];
}

/** How many times faster two workers are than another contestant, by the clock on the wall. */
function fasterThan(contestant: string): (row: Measured) => string | null {
  return (row) =>
    decimal(ratio(medianOf(row, contestant, wall), medianOf(row, '2 workers', wall)), 2);
}

const duelColumns: readonly Column<Measured>[] = [
  name,
  size,
  ...costs('engine'),
  ...costs('Spin'),
  {
    title: 'ratio',
    cell: (row) => decimal(ratio(medianOf(row, 'engine', rate), medianOf(row, 'Spin', rate)), 2),
  },
  { title: '2w/1w', cell: fasterThan('engine') },
  { title: '2w/Spin', cell: fasterThan('Spin') },
];

const otherColumns: readonly Column<Measured>[] = [
  name,
  size,
  ...costs('engine'),
  ...['naive', 'xstate/graph'].map((contestant) => ({
    title: `${contestant} s`,
    cell: (row: Measured) => decimal(medianOf(row, contestant, cpu), 2),
  })),
];

function notes(): readonly string[] {
  const spin = spinVersion();
  return [
    `Node ${process.version}; ${spin ?? 'Spin is not installed (apt-get install spin): no columns of it'}`,
    onOneCore.length > 0
      ? 'Each run on one core, two workers on two.'
      : 'No taskset: threads may use several cores.',
    'CPU seconds, user and system, of all threads. engine: from a model in memory to the answer, its',
    'compilation while it runs included, the start of Node not. Spin: the whole of pan, its compilation by',
    `spin and gcc not; gcc ${compilerFlags.join(' ')}, depth-first, a table with 2 to 4 places a state.`,
    'M/s: millions of transitions a CPU second; ratio: engine over Spin. B/state: all memory, tables too.',
    '2w: the engine with two workers on two cores; how many times faster by the clock on the wall.',
  ];
}

function chosen(planned: readonly Planned[], { only }: Options): readonly Planned[] {
  return planned.filter(({ name }) => only === null || name.includes(only));
}

function report(options: Options): number {
  const wanted = duels.filter(({ name }) => !options.quick || quickDuels.has(name));
  const growth = chosen(growthSpaces(options.growTo), options);
  const reduced = chosen(options.quick ? [] : reductionSpaces, options);
  const lists = [chosen(wanted, options), chosen(others, options), reduced, growth];
  if (lists.every((list) => list.length === 0)) {
    const names = [...wanted, ...others, ...(options.quick ? [] : reductionSpaces)].map(
      ({ name }) => name,
    );
    const among = options.quick ? 'nothing of the quick run' : 'nothing';
    process.stderr.write(`${among} is called '${options.only}': ${names.join('; ')}; growth\n`);
    return 64;
  }
  const [dueled = [], compared = [], left = [], grown = []] = split(
    measure(lists.flat(), options.rounds),
    lists.map(({ length }) => length),
  );
  const wrong = [...dueled, ...compared].flatMap(disagreements);
  const parts = [
    [roundsLine(options), ...notes()],
    dueled.length === 0 ? [] : table(duelColumns, dueled),
    compared.length === 0 ? [] : table(otherColumns, compared),
    left.length === 0 ? [] : reductionLines(left),
    grown.length === 0 ? [] : growthLines(grown),
    options.instructions ? instructionLines() : [],
    wrong.map((line) => `NOT THE SAME SPACE: ${line}`),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  process.stdout.write(`${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`);
  return wrong.length === 0 ? 0 : 1;
}

function roundsLine({ rounds }: Options): string {
  return rounds === 1 ? 'One round.' : `Medians of ${rounds} rounds in one run.`;
}

/** Cuts a list into parts of these lengths. */
function split<Item>(list: readonly Item[], lengths: readonly number[]): readonly Item[][] {
  let at = 0;
  return lengths.map((length) => list.slice(at, (at += length)));
}

function main(args: readonly string[]): number {
  let options: Options | null;
  try {
    options = optionsFrom(args);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`);
    return 64;
  }
  if (options !== null) return report(options);
  process.stdout.write(usage);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
