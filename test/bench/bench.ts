/**
 * The benchmark: every contestant explores the same state spaces, in turn, several rounds in one run,
 * so that the ratios of the medians mean something on a noisy machine. CPU time, one core each.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Run } from './contestant.ts';
import { buildSpin } from './spin.ts';

const rounds = 3;

interface Row {
  readonly name: string;
  /** Null where the contestant can't run here; `note` says why. */
  readonly run: (() => Run) | null;
  readonly note: string;
}

interface Measured extends Row {
  readonly runs: readonly Run[];
}

function contestant(name: string, ...args: readonly string[]): Row {
  const file = join(import.meta.dirname, 'contestant.ts');
  const run = (): Run => {
    const child = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${name} failed:\n${child.stderr}`);
    // The child is ours and prints a `Run`.
    return JSON.parse(child.stdout) as Run;
  };
  return { name, run, note: '' };
}

function spin(rms: number): Row {
  const verifier = buildSpin(rms);
  const name = `Spin, ${rms} resource managers`;
  if (verifier.kind === 'missing') return { name, run: null, note: `${verifier.why}: no row` };
  return { name, run: verifier.run, note: verifier.version };
}

const rows: readonly Row[] = [
  contestant('engine, two-phase commit 7', 'engine', '7'),
  spin(7),
  contestant('engine, two-phase commit 8', 'engine', '8'),
  spin(8),
  contestant('naive explorer, two-phase commit 5', 'naive', '5'),
  contestant('xstate/graph, two-phase commit 5', 'graph', '5'),
  model('quorum/n3-r1-w2-repair-async-readers1', 'spec/quorum/quorum.model.ts'),
  model('handoff/n3-r3-w2-suspicions2', 'spec/handoff/handoff.model.ts'),
];

function model(name: string, file: string): Row {
  return contestant(`engine, ${name}`, 'model', file, name);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measured(): readonly Measured[] {
  const runs = rows.map((): Run[] => []);
  for (let round = 1; round <= rounds; round++) {
    rows.forEach(({ name, run }, index) => {
      if (run === null) return;
      process.stderr.write(`round ${round} of ${rounds}: ${name}\n`);
      runs[index]?.push(run());
    });
  }
  return rows.map((row, index) => ({ ...row, runs: runs[index] ?? [] }));
}

const count = (value: number): string =>
  Math.round(value).toLocaleString('en').replaceAll(',', ' ');

function perSecond(row: Measured, what: 'states' | 'transitions'): number | null {
  const rates = row.runs.flatMap((run) => {
    const done = run[what];
    return done === null ? [] : [done / run.cpuSeconds];
  });
  return rates.length === 0 ? null : median(rates);
}

function line(row: Measured): string {
  const [first] = row.runs;
  if (first === undefined) return `${row.name.padEnd(46)}  ${row.note}`;
  const cells = [
    count(first.states),
    first.transitions === null ? '-' : count(first.transitions),
    median(row.runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
    count(perSecond(row, 'states') ?? Number.NaN),
    first.transitions === null ? '-' : count(perSecond(row, 'transitions') ?? Number.NaN),
    first.bytesPerState === null ? '-' : first.bytesPerState.toFixed(1),
  ];
  const widths = [10, 11, 7, 10, 11, 6];
  const columns = cells.map((cell, index) => cell.padStart(widths[index] ?? 8));
  return `${row.name.padEnd(46)}${columns.join(' ')}  ${row.note}`.trimEnd();
}

function ratio(
  all: readonly Measured[],
  what: 'states' | 'transitions',
  names: readonly string[],
): string {
  const [left, right] = names.map((name) => all.find((row) => row.name === name));
  const upper = left === undefined ? null : perSecond(left, what);
  const lower = right === undefined ? null : perSecond(right, what);
  if (upper === null || lower === null) return 'not measured';
  return `${(upper / lower).toFixed(upper / lower > 10 ? 0 : 2)} times`;
}

const all = measured();
const header = ['states', 'transitions', 'CPU s', 'states/s', 'transit./s', 'B/st.'];
const widths = [10, 11, 7, 10, 11, 6];
const titles = header.map((title, index) => title.padStart(widths[index] ?? 8)).join(' ');
const spinNames = ['engine, two-phase commit 8', 'Spin, 8 resource managers'];
const graphNames = ['engine, two-phase commit 7', 'xstate/graph, two-phase commit 5'];
process.stdout.write(
  [
    `Medians of ${rounds} rounds in one run; CPU seconds of one process; Node ${process.version}`,
    `${' '.repeat(46)}${titles}`,
    ...all.map(line),
    '',
    `transitions/s, engine against Spin, 8 resource managers: ${ratio(all, 'transitions', spinNames)}`,
    `states/s, engine (7) against xstate/graph (5): ${ratio(all, 'states', graphNames)}`,
    '',
  ].join('\n'),
);
