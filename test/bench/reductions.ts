/** What reductions leave of a space, and whether they take less time than to explore all of it. */

import type { Reduction } from '../../checker/engine/explore.ts';
import { engine } from './node.ts';
import type { Measured, Planned } from './run.types.ts';
import { medianOf } from './statistics.ts';
import type { Column } from './table.ts';
import { count, decimal, table } from './table.ts';

const ways: readonly (readonly Reduction[])[] = [
  [],
  ['symmetry'],
  ['partial-order'],
  ['symmetry', 'partial-order'],
];
const titles = ['all states', 'symmetry', 'partial order', 'both'];

/** The lossless register, whose replicas are interchangeable. */
export const reductionSpaces: readonly Planned[] = ['w-rr', 'w-r-r', 'ww-rr'].map((scripts) => {
  const parameters = { scripts };
  const member = { file: 'checker/examples/abd.model.ts', family: 'abd', parameters };
  return {
    name: `reductions: register ${scripts}`,
    contestants: () => ways.map((reduce) => engine(member, { reduce })),
  };
});

/** The table of reductions: for each, how many states are left, and CPU seconds. */
export function reductionLines(measured: readonly Measured[]): readonly string[] {
  const columns = ways.flatMap((reduce, at): Column<Measured>[] => {
    const name = reduce.length === 0 ? 'engine' : reduce.join(', ');
    return [
      {
        title: titles[at] ?? name,
        cell: (row) => count(medianOf(row, name, ({ states }) => states)),
      },
      {
        title: 's',
        cell: (row) =>
          decimal(
            medianOf(row, name, ({ cpuSeconds }) => cpuSeconds),
            2,
          ),
      },
    ];
  });
  return table([{ title: '', cell: ({ space }: Measured) => space.name }, ...columns], measured);
}
