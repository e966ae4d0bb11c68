/**
 * What a transition takes in instructions and cache misses, simulated by valgrind's cachegrind, which
 * needs no counters of the hardware. Fifty times slower than it is, so that one space has to do.
 */

import { spawnSync } from 'node:child_process';
import { cachegrindCounts } from './cachegrind-output.ts';
import type { Counts } from './cachegrind-output.ts';
import { contestantFile, engineArguments } from './node.ts';
import type { EngineOptions } from './node.ts';
import type { Run } from './run.types.ts';
import { searchDepth, tableBits, verifier } from './spin.ts';
import { count, decimal, table } from './table.ts';

const member = {
  file: 'checker/examples/abd.model.ts',
  family: 'abd',
  parameters: { scripts: 'ww-r', drops: 'unlimited' },
};
const definitions = ['-DK01=1', '-DK02=1', '-DK11=2', '-DDROPS=255'];
/** Of two million states; the engine's start and its compilation are over by then, and are left out. */
const warmUp = 1_000_000;
/** V8 compiles in the same thread, at the same moments in each run: else how much of it is counted varies. */
const inTurn = '--single-threaded';
const valgrind = ['--tool=cachegrind', '--cache-sim=yes', '--cachegrind-out-file=/dev/null'];

/** What a contestant took, and for how many transitions. */
interface Simulated {
  readonly name: string;
  readonly transitions: number;
  readonly counts: Counts;
}

function simulated(command: readonly string[], cwd?: string): { out: string; counts: Counts } {
  process.stderr.write(`under valgrind: ${command.join(' ')}\n`);
  const { stdout, stderr } = spawnSync('valgrind', [...valgrind, ...command], {
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { out: stdout, counts: cachegrindCounts(stderr) };
}

interface EngineRun {
  readonly run: Run;
  readonly counts: Counts;
}

function engineRun(options: EngineOptions): EngineRun {
  const args = engineArguments(member, options);
  const { out, counts } = simulated([process.execPath, inTurn, contestantFile, ...args]);
  // The child is ours and prints a `Run`.
  return { run: JSON.parse(out) as Run, counts };
}

/** The engine's counts for what it explores after its first states. */
function engine(first: EngineRun, all: EngineRun): Simulated {
  return {
    name: 'engine',
    transitions: (all.run.transitions ?? 0) - (first.run.transitions ?? 0),
    counts: {
      instructions: all.counts.instructions - first.counts.instructions,
      firstLevelMisses: all.counts.firstLevelMisses - first.counts.firstLevelMisses,
    },
  };
}

/** Spin's for the same space from its start, which takes next to nothing. */
function spin({ run: { states, transitions } }: EngineRun): readonly Simulated[] {
  const built = verifier('abd.pml', definitions);
  if ('why' in built) return [];
  const command = ['./pan', `-m${searchDepth}`, `-w${tableBits(states)}`];
  return [
    { name: 'Spin', transitions: transitions ?? 0, counts: simulated(command, built.cwd).counts },
  ];
}

/** A table of both, or why there is none. */
export function instructionLines(): readonly string[] {
  if (spawnSync('valgrind', ['--version']).error !== undefined) {
    return ['Instructions: valgrind is not installed (apt-get install valgrind).'];
  }
  const all = engineRun({});
  const rows = [engine(engineRun({ maxStates: warmUp }), all), ...spin(all)];
  const each = (what: keyof Counts, digits: number) => (row: Simulated) =>
    decimal(row.counts[what] / row.transitions, digits);
  return [
    ...table<Simulated>(
      [
        {
          title: 'simulated, for each transition of register ww-r, lossy',
          cell: ({ name }) => name,
        },
        { title: 'transitions', cell: ({ transitions }) => count(transitions) },
        { title: 'instructions', cell: each('instructions', 0) },
        { title: 'D1 misses', cell: each('firstLevelMisses', 2) },
      ],
      rows,
    ),
    `By cachegrind; D1: the first-level cache of data; engine: without its first ${count(warmUp)} states.`,
  ];
}
