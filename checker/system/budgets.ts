/** Which budgets can mean something (R9). */

import { BrokenModel } from '../broken-model.ts';
import type { Chart } from '../machine/chart.ts';
import type { Model } from '../model/model.ts';

const plainLabels = [
  'deliver',
  'drop',
  'duplicate',
  'crash',
  'restart',
  'amnesia',
  'partition',
  'heal',
];

/**
 * Refuses budgets that cap nothing, since a misspelt one would leave its action without a cap, and
 * caps that are no counts.
 * @throws BrokenModel naming the label.
 */
export function refuseBudgets(model: Model, charts: Iterable<Chart>): void {
  const delays = [...charts].flatMap(({ machine }) => Object.keys(machine.implementations.delays));
  const labels = [...plainLabels, ...delays.map((delay) => `timer:${delay}`)];
  for (const [label, cap] of Object.entries(model.system.budgets)) {
    const isCount = typeof cap === 'number' && Number.isSafeInteger(cap) && cap >= 0;
    if (!isCount && cap !== 'unlimited') {
      throw new BrokenModel(
        `the budget of '${label}' is ${String(cap)}: give a whole number from 0, or 'unlimited'`,
        { model: model.name },
      );
    }
    if (labels.includes(label) || label.startsWith('input:')) continue;
    throw new BrokenModel(
      `no action has the label '${label}' that a budget is given for. Labels: ${[...new Set(labels)].join(', ')}, input:<type>`,
      { model: model.name },
    );
  }
}
