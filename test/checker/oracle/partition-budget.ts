import type { SystemDefinition } from '../../../checker/index.ts';

type Budgets = NonNullable<SystemDefinition['budgets']>;

/** Budgets as a system may have them: one of partitions is refused where there are none. */
export function withPartitionsOf(
  partitions: SystemDefinition['partitions'] = [],
  budgets: Budgets = {},
): Budgets {
  return partitions.length === 0 ? { ...budgets, partition: 0 } : budgets;
}
