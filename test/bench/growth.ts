/**
 * How cost grows with the number of states: one model, far larger than any memory, explored breadth
 * first up to more and more states. What a state costs must stay flat. A search of few states is
 * mostly the compiling of its code, which doesn't grow; so each size is also explored by a process that is warm.
 */

import { engine } from './node.ts';
import type { Measured, Planned, Run } from './run.types.ts';
import { medianOf, spread } from './statistics.ts';
import type { Column } from './table.ts';
import { count, decimal, table } from './table.ts';

const prefix = 'growth, first ';
/** Enough that nothing is left to be compiled. */
const warmedBy = 1e5;

/** The sizes from 10^4 up, ten times at a step. */
export function sizesUpTo(most: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1e4; size <= most; size *= 10) sizes.push(size);
  return sizes;
}

/** The register with three clients, lossy, up to each size. */
export function growthSpaces(most: number): readonly Planned[] {
  const parameters = { scripts: 'w-r-r', drops: 'unlimited' };
  const member = { file: 'checker/examples/abd.model.ts', family: 'abd', parameters };
  return sizesUpTo(most).map((size) => ({
    name: `${prefix}${count(size)} states`,
    contestants: () => [
      engine(member, { maxStates: size }),
      engine(member, { maxStates: size, warmedBy }),
    ],
  }));
}

/** One size of the growth table. */
interface Growth {
  readonly states: number;
  readonly transitions: number;
  readonly bytesPerState: number;
  readonly cold: Cost;
  readonly warm: Cost;
}

/** What one contestant took for a size. */
interface Cost {
  readonly cpuSeconds: number;
  /** CPU seconds for each million states more than the size before has; null for the first. */
  readonly added: number | null;
}

function ask(one: Measured, what: (run: Run) => number | null, contestant = 'engine'): number {
  return medianOf(one, contestant, what) ?? Number.NaN;
}

function growthOf(all: readonly Measured[]): readonly Growth[] {
  return all.map((one, at) => {
    const before = all[at - 1];
    return {
      states: ask(one, (run) => run.states),
      transitions: ask(one, (run) => run.transitions),
      bytesPerState: ask(one, (run) => run.bytesPerState),
      cold: costOf('engine', one, before),
      warm: costOf('warm', one, before),
    };
  });
}

function costOf(contestant: string, one: Measured, before: Measured | undefined): Cost {
  const seconds = (of: Measured): number => ask(of, (run) => run.cpuSeconds, contestant);
  const states = (of: Measured): number => ask(of, (run) => run.states, contestant);
  const cpuSeconds = seconds(one);
  if (before === undefined) return { cpuSeconds, added: null };
  const added = (cpuSeconds - seconds(before)) / ((states(one) - states(before)) / 1e6);
  return { cpuSeconds, added };
}

/** The growth table and what it comes to. */
export function growthLines(measured: readonly Measured[]): readonly string[] {
  const rows = growthOf(measured);
  const [cold, warm] = [addedTo(rows, 'cold'), addedTo(rows, 'warm')];
  const bytes = rows.map(({ bytesPerState }) => bytesPerState);
  return [
    ...table<Growth>(
      [
        { title: 'growth: register w-r-r, lossy, states', cell: ({ states }) => count(states) },
        { title: 'transitions', cell: ({ transitions }) => count(transitions) },
        ...costColumns('cold'),
        ...costColumns('warm'),
        { title: 'B/state', cell: ({ bytesPerState }) => decimal(bytesPerState, 1) },
      ],
      rows,
    ),
    ...(cold.length < 2
      ? []
      : [
          `CPU seconds for each million states more: within ${decimal(spread(warm), 2)} times warm (${count(warmedBy)} states were explored`,
          `before), ${decimal(spread(cold), 2)} times cold; bytes per state: within ${decimal(spread(bytes), 2)} times`,
        ]),
  ];
}

function costColumns(which: 'cold' | 'warm'): readonly Column<Growth>[] {
  return [
    { title: `${which} s`, cell: (row) => decimal(row[which].cpuSeconds, 2) },
    { title: 's/M added', cell: (row) => decimal(row[which].added, 3) },
  ];
}

function addedTo(rows: readonly Growth[], which: 'cold' | 'warm'): readonly number[] {
  return rows.flatMap((row) => (row[which].added === null ? [] : [row[which].added]));
}
