/**
 * How a sloppy quorum lets replicas diverge, and how they come together again (lecture "Sloppy Quorum
 * => Divergence" and "Vector Clocks"). While the two sides of a network don't see each other, client 1
 * writes through one home node and client 2 through the other. Two stories: `split`, in which both
 * have seen a first write, as on the slides; and `merge`, in which client 1 then reads, if the hints
 * are home, both branches, and its next write takes their place.
 *
 * Four nodes and two copies are the least that can diverge so; with `n` 3 the model has the slide's six
 * nodes, which is more than can be explored in a minute. By suspicion alone (`partitions` 0, nobody
 * cut off, everybody merely believing so) `merge` on six nodes takes two: 31 164 225 states.
 */

import { assign } from 'xstate';
import {
  always,
  caughtBy,
  everyStep,
  family,
  sometimes,
  swap,
  system,
  whenQuiet,
} from '../../checker/index.ts';
import type { HostView, Model, ModelDefinition, View } from '../../checker/index.ts';
import type { DynamoSetting } from '../dynamo.ts';
import { callsAt, dynamoHosts, homeOf, key, session, storeOf } from '../cluster.model.ts';
import { siblingMinimal } from '../properties/clocks.ts';
import { converge, hintDrain, hintOwner, noClobber, noLostAck } from '../properties/durability.ts';
import { copies, pastOfSet } from '../properties/view.ts';
import { hintKept } from '../properties/witnesses.ts';
import type { ScriptStep } from '../quorum/client.ts';
import { client } from '../quorum/client.ts';
import type { Suspect } from '../ring/ring-walk.ts';
import { member } from '../ring/ring-walk.ts';
import { has, size } from '../values/id-set.ts';
import { ownField } from '../values/own-field.ts';
import { ringOf } from '../values/ring.ts';
import type { Mode } from '../values/version.ts';
import { replica } from '../versions/replica.ts';

/** What differs between the slide's three copies of a key and the least number that can diverge. */
interface Stage {
  readonly nodes: readonly string[];
  /** The home nodes that client 1 and client 2 turn to. */
  readonly left: string;
  readonly right: string;
  /** Whom those two come to suspect, in this order; the others never coordinate. */
  readonly suspects: Readonly<Record<string, readonly string[]>>;
}

const two: Stage = {
  nodes: ['A', 'B', 'C', 'D'],
  left: 'B',
  right: 'C',
  suspects: { B: ['C', 'D'], C: ['B'] },
};

const three: Stage = {
  nodes: ['A', 'B', 'C', 'D', 'E', 'F'],
  left: 'C',
  right: 'D',
  suspects: { C: ['D', 'E', 'F'], D: ['C'] },
};

const stories: Readonly<Record<Story, readonly (readonly ScriptStep[])[]>> = {
  split: [
    [
      { op: 'put', id: 'v1' },
      { op: 'put', id: 'v2' },
    ],
    [
      { op: 'get', id: 'g1' },
      { op: 'put', id: 'v3' },
    ],
  ],
  merge: [
    [
      { op: 'put', id: 'v2' },
      { op: 'get', id: 'g2' },
      { op: 'put', id: 'v4' },
    ],
    [{ op: 'put', id: 'v3' }],
  ],
};

const mutants = {
  keepsNothing: caughtBy(
    'NoLostAck',
    swap(replica, replica.provide({ actions: { merge: assign({}) } })),
  ),
  forgetsWhatItSaw: caughtBy(
    'AtMostTwo',
    swap(client, client.provide({ actions: { seeOwnWrite: assign({}), seeVersions: assign({}) } })),
  ),
};

/** The parameters of the family; `n` copies on twice as many nodes. */
export type DivergenceParameters = {
  readonly n: number;
  readonly story: Story;
  readonly mode: Mode;
  readonly partitions: number;
};

type Story = 'split' | 'merge';

/** Members: `divergence({ story: 'merge' })`; `vv-node` has the slide's clocks. */
export const divergence = family<DivergenceParameters>({
  defaults: { n: 2, story: 'split', mode: 'dvv', partitions: 1 },
  name: ({ n, story, mode, partitions }) =>
    [
      `divergence/n${n}-r2-w2`,
      ...(story === 'split' ? [] : [story]),
      ...(mode === 'dvv' ? [] : [mode]),
      ...(partitions === 1 ? [] : [`partitions${partitions}`]),
    ].join('-'),
  build: ({ n, story, mode, partitions }) => {
    const stage = n === 2 ? two : three;
    const { nodes, left, right } = stage;
    const ring = ringOf(
      nodes.map((node, position) => ({ position, node })),
      { [key]: nodes.indexOf(left) },
    );
    const setting: DynamoSetting = { ring, n, r: 2, w: 2, sloppy: true, mode };
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [
          ...stories[story].map((script, at) => session(`c${at + 1}`, script)),
          ...dynamoHosts(setting),
        ],
        inputs: (id, view) => {
          const at = id === 'c1' ? [left] : [right];
          return [...callsAt(view, { puts: at, gets: at }), ...nextSuspicion(stage, view)];
        },
        budgets: { partition: partitions, 'timer:requestTimeout': 0, 'timer:handoffRetry': 0 },
        faultInputs: ['suspect'],
        partitions: [
          [
            [...nodes.slice(0, n), 'c1'],
            [...nodes.slice(n), 'c2'],
          ],
        ],
      }),
      properties: {
        AtMostTwo: always((view) => copies(view).every(({ versions }) => versions.length <= 2)),
        SiblingMinimal: always(siblingMinimal),
        Converge: whenQuiet(converge(home)),
        HintDrain: whenQuiet(hintDrain),
        HintOwner: always(hintOwner(home)),
        NoLostAck: always(noLostAck),
        NoClobber: everyStep(noClobber),
        HintKept: sometimes(hintKept),
        Diverged: sometimes((view) => branchesAt(view, home, ['v2', 'v3'])),
        ...(story === 'merge' ? { Merged: sometimes((view) => mergedAt(view, home)) } : {}),
      },
      scope: `the script of '${story}', client 1 at ${left}, client 2 at ${right}; they may come to suspect each other`,
      mutants: story === 'merge' && mode === 'dvv' && n === 2 ? mutants : {},
      store: storeOf(setting, ['c1', 'c2']),
    } satisfies ModelDefinition;
  },
});

/** The committed members. */
export const models: readonly Model[] = [
  divergence(),
  divergence({ mode: 'vv-node' }),
  divergence({ story: 'merge' }),
];

function nextSuspicion(stage: Stage, view: HostView): readonly Suspect[] {
  const suspects = view.at(member)?.context.suspects ?? {};
  const node = ownField(stage.suspects, view.id)?.[size(suspects)];
  return node === undefined ? [] : [{ type: 'suspect', node }];
}

/** Whether all home nodes keep just these values. */
function branchesAt(view: View, home: readonly string[], values: readonly string[]): boolean {
  const kept = copies(view).filter(({ host }) => home.includes(host));
  return (
    kept.length === home.length &&
    kept.every(({ versions }) => {
      return (
        versions
          .map(({ value }) => value)
          .toSorted()
          .join() === values.join()
      );
    })
  );
}

/** Whether all home nodes keep just the write that had seen both branches. */
function mergedAt(view: View, home: readonly string[]): boolean {
  return (
    branchesAt(view, home, ['v4']) &&
    copies(view).some(({ versions }) => {
      return has(pastOfSet(versions), 'v2') && has(pastOfSet(versions), 'v3');
    })
  );
}
