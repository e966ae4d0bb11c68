/**
 * How cost grows with the number of states: one model, far larger than any memory, explored breadth
 * first up to more and more states. What a state costs must stay flat.
 */

import { engine } from './node.ts';
import type { Measured, Planned } from './run.types.ts';
import { medianOf, spread } from './statistics.ts';
import { count, decimal, table } from './table.ts';

const prefix = 'growth, first ';

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
    contestants: () => [engine(member, { maxStates: size })],
  }));
}

/** One size of the growth table. */
interface Growth {
  readonly states: number;
  readonly transitions: number;
  readonly cpuSeconds: number;
  readonly bytesPerState: number;
  /** CPU seconds for each million states more than the size before has; null for the first. */
  readonly added: number | null;
}

type Figure = 'states' | 'transitions' | 'cpuSeconds' | 'bytesPerState';

function ask(one: Measured, what: Figure): number {
  return medianOf(one, 'engine', (run) => run[what]) ?? Number.NaN;
}

function growthOf(all: readonly Measured[]): readonly Growth[] {
  return all.map((one, at) => {
    const states = ask(one, 'states');
    const cpuSeconds = ask(one, 'cpuSeconds');
    const before = all[at - 1];
    const added =
      before === undefined
        ? null
        : (cpuSeconds - ask(before, 'cpuSeconds')) / ((states - ask(before, 'states')) / 1e6);
    const transitions = ask(one, 'transitions');
    return { states, transitions, cpuSeconds, bytesPerState: ask(one, 'bytesPerState'), added };
  });
}

/** The growth table and what it comes to. */
export function growthLines(measured: readonly Measured[]): readonly string[] {
  const rows = growthOf(measured);
  const added = rows.flatMap((row) => (row.added === null ? [] : [row.added]));
  const bytes = rows.map(({ bytesPerState }) => bytesPerState);
  return [
    ...table<Growth>(
      [
        { title: 'growth: register w-r-r, lossy, states', cell: ({ states }) => count(states) },
        { title: 'transitions', cell: ({ transitions }) => count(transitions) },
        { title: 'CPU s', cell: ({ cpuSeconds }) => decimal(cpuSeconds, 2) },
        { title: 's/M added', cell: (row) => decimal(row.added, 3) },
        { title: 'B/state', cell: ({ bytesPerState }) => decimal(bytesPerState, 1) },
      ],
      rows,
    ),
    ...(added.length < 2
      ? []
      : [
          `CPU seconds for each million states more: within ${decimal(spread(added), 2)} times; bytes per state: within ${decimal(spread(bytes), 2)} times`,
        ]),
  ];
}
