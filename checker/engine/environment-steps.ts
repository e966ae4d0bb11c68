/** What can happen in an environment, in the order of actions (R8, R9). */

import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { isFault } from '../state/action.ts';
import { budgetOf } from '../system/system.ts';
import type { Step } from './step.types.ts';
import type { World } from './world.ts';

/** What can happen in an environment: a heal, or partitions. */
export function environmentSteps(world: World, environment: number): readonly Step[] {
  const { environments, loaded, logs } = world;
  const { system } = loaded;
  const { partition } = environments.item(environment);
  const actions: readonly Action[] =
    partition === null
      ? system.partitions.map((_, grouping) => ({ kind: 'partition', grouping }))
      : [{ kind: 'heal' }];
  return actions.flatMap((action): readonly Step[] => {
    const { kind: name } = action;
    const spent = environments.spent(environment, environments.labelNumber(name));
    if (budgetOf(system, name) === 0 || spent < 0) return [];
    const grouping = action.kind === 'partition' ? action.grouping : null;
    const next = environments.number({ ...environments.item(spent), partition: grouping });
    const told: Message & { readonly grouping?: number } =
      grouping === null ? { type: '@heal' } : { type: '@partition', grouping };
    const log = world.monitors.length === 0 ? 0 : logs.number([told]);
    return [
      {
        action: Object.freeze(action),
        kind: { name, isFault: isFault(action, system.faultInputs), label: -1 },
        sender: -1,
        brings: () => {
          world.happened.add(name);
          return { state: -1, sends: [], log, taken: [] };
        },
        leadsTo: () => next,
      },
    ];
  });
}
