// One node of the simulated cluster with all that surrounds it.

import type { NodeConfiguration } from '../core/configuration.ts';
import { createNode, type StoreNode } from '../core/node.ts';
import type { HaltReason } from '../core/step.types.ts';
import { SimulatedDisk } from './simulated-disk.ts';

/** A core, its disk, its wall clock in milliseconds, and how often it was booted. */
export type SimulatedNode = {
  core: StoreNode;
  readonly disk: SimulatedDisk;
  now: number;
  incarnation: number;
  haltReason: HaltReason | null;
};

/** A node that was never booted, with an empty disk, at time 0. */
export function makeSimulatedNode(configuration: NodeConfiguration): SimulatedNode {
  return {
    core: createNode(configuration),
    disk: new SimulatedDisk(),
    now: 0,
    incarnation: 0,
    haltReason: null,
  };
}
