import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { finish } from '../../../checker/engine/errand.ts';
import { partitionOf } from '../../../checker/engine/kernel/fields.ts';
import { borrowMemory, returnMemory } from '../../../checker/engine/kernel/linear-memory.ts';
import { Layout } from '../../../checker/engine/layout.ts';
import { StepTables } from '../../../checker/engine/step-tables.ts';
import { World } from '../../../checker/engine/world.ts';
import { host, model, resident, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

const idle = setup({}).createMachine({ id: 'idle' });

it('tells the kernel of partitions in environments that were met elsewhere, though nothing was missed', () => {
  const definition = system({
    hosts: ['a', 'b'].map((id) => host(id, { idle: resident(idle) })),
    partitions: [[['a'], ['b']]],
    budgets: { partition: 1 },
  });
  const world = new World(load(model('test/parted', { system: definition, properties: {} })));
  const memory = borrowMemory();
  const tables = new StepTables(world, new Layout(world.sizes()), memory, false);
  const { environments } = world;
  const parted = environments.number({ ...environments.item(0), partition: 0 });
  finish(tables.resolving(new Int32Array(0)));
  const inForce = memory.get(partitionOf) / 4;
  expect([...memory.ints.subarray(inForce, inForce + parted + 1)]).toEqual([0, 1]);
  returnMemory(memory);
});
