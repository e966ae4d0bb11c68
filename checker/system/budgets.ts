/** Which budgets can mean something (R9). */

import { BrokenModel } from '../broken-model.ts';
import { described } from '../definition/values.ts';
import type { Chart } from '../machine/chart.ts';
import type { Model } from '../model/model.ts';
import { nearestNames, suggestion } from '../nearest-names.ts';
import { handledTypes, isTypeHandled } from '../state/known-names.ts';
import { noInputs } from './system.ts';

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
 * Refuses budgets that cap nothing, since a misspelt one would leave its action without a cap, caps
 * that are no counts, and faults that nothing can be. An input that no machine handles is refused when
 * it comes up, so that its type must be one that some machine handles, here or elsewhere in the family.
 * @throws BrokenModel naming the label.
 */
export function refuseBudgets(model: Model, charts: Iterable<Chart>): void {
  const delays = [...charts].flatMap(({ machine }) => Object.keys(machine.implementations.delays));
  const labels = [...plainLabels, ...delays.map((delay) => `timer:${delay}`)];
  for (const [label, cap] of Object.entries(model.system.budgets)) {
    const isCount = typeof cap === 'number' && Number.isSafeInteger(cap) && cap >= 0;
    if (!isCount && cap !== 'unlimited') {
      throw new BrokenModel(
        `the budget of '${label}' is ${described(cap)}: give a whole number from 0, or 'unlimited'`,
        { model: model.name },
      );
    }
    if (label === 'partition' && cap !== 0 && model.system.partitions.length === 0) {
      throw new BrokenModel(
        "a budget is given for 'partition', but the system lists no partitions, so that there never is one. Write partitions: [[['a'], ['b', 'c']]], a list of groupings of the hosts, or take the budget out",
        { model: model.name },
      );
    }
    const input = label.startsWith('input:') ? label.slice('input:'.length) : null;
    if (input !== null && cap !== 0) refuseNoInputs(model, input);
    if (input === null ? labels.includes(label) : isTypeHandled(model, input)) continue;
    const near = input === null ? suggestion(label, labels) : nearInputs(model, input);
    throw new BrokenModel(
      `no action has the label '${label}' that a budget is given for${input === null ? '' : ', since no machine handles that type'}.${near} Labels: ${[...new Set(labels)].join(', ')}, input:<type>`,
      { model: model.name },
    );
  }
  const odd = model.system.faultInputs.find((type) => !isTypeHandled(model, type));
  if (odd === undefined) return;
  throw new BrokenModel(
    `faultInputs names '${odd}', a type that no machine handles.${suggestion(odd, handledTypes(model))} Correct it: the input that is meant counts as no fault`,
    { model: model.name },
  );
}

// Members of a family may have budgets in common; who handles the type is sure to be one that wants it.
function refuseNoInputs(model: Model, type: string): void {
  const { name, system } = model;
  if (system.inputs !== noInputs || !handledTypes(model).includes(type)) return;
  throw new BrokenModel(
    `a budget is given for 'input:${type}', but nothing ever offers an input, since the system has no 'inputs'. Write inputs: (host) => [{ type: '${type}' }], or take the budget out`,
    { model: name },
  );
}

function nearInputs(model: Model, type: string): string {
  const near = nearestNames(type, handledTypes(model)).map((one) => `input:${one}`);
  return near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
}
