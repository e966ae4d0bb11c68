/** The whole node under crashes, and what all its models promise, assume and expect. */

import {
  always,
  caughtBy,
  edit,
  everyStep,
  family,
  leadsTo,
  sometimes,
  swap,
  system,
  violated,
  weak,
  whenQuiet,
} from '../checker/index.ts';
import type { Fairness, Model, ModelDefinition, Mutant, Property, View } from '../checker/index.ts';
import { callsAt, dynamoHosts, homeOf, plainRing, session, storeOf } from './cluster.model.ts';
import type { DynamoSetting } from './dynamo.ts';
import { courier } from './handoff/courier.ts';
import {
  clockComplete,
  clockSound,
  dotUnique,
  replicaAgrees,
  siblingMinimal,
} from './properties/clocks.ts';
import {
  ackMeansW,
  converge,
  hintDrain,
  hintOwner,
  hintSafeDelete,
  noClobber,
  noLostAck,
} from './properties/durability.ts';
import { nobodyWaits, someoneWaits } from './properties/progress.ts';
import { shortestRuns } from './properties/shortest-runs.ts';
import { hintKept, siblingsKept } from './properties/witnesses.ts';
import { getCoordinator } from './quorum/get-coordinator.ts';
import { putCoordinator } from './quorum/put-coordinator.ts';
import { noCopy } from './values/minting.ts';
import { ownField } from './values/own-field.ts';
import { replica } from './versions/replica.ts';

/**
 * Whether no request is under way: how a run ends in which a client may wait for ever, because a
 * message of its own was lost or its coordinator crashed.
 */
export function nobodyCoordinates(view: View): boolean {
  return view.each(putCoordinator).length + view.each(getCoordinator).length === 0;
}

/**
 * OpEnds (L4): whoever asks is answered, or is told that nothing is known. Where messages are lost a
 * client may wait for ever, but no request does that a node took on.
 */
export function opEnds(drops: number): Property {
  if (drops === 0) return leadsTo(someoneWaits, nobodyWaits);
  return leadsTo((view) => !nobodyCoordinates(view), nobodyCoordinates);
}

/** HintsGetHome (L2): whatever is kept for another is in the end not kept any more. */
export function hintsGetHome(): Property {
  return leadsTo(hintKept, hintDrain);
}

/** What is not put off for ever: messages arrive, timers fire, and hosts come up again. */
export const progress: readonly Fairness[] = [weak.deliver(), weak.timer(), weak.restart()];

/** A courier that takes no confirmation for one, and hands over the same for ever. */
export const neverBelieves: Mutant = caughtBy(
  'HintsGetHome',
  swap(
    courier,
    courier.provide({
      guards: { confirmsTooLittle: () => true, nothingRemains: () => false },
    }),
  ),
);

/** Expects these properties to fail, in as many steps as is known of the model of this name. */
export function expectations(
  name: string,
  violations: ReadonlySet<string>,
): NonNullable<ModelDefinition['expect']> {
  const known = ownField(shortestRuns, name) ?? {};
  return Object.fromEntries(
    [...violations].map((property) => {
      const steps = ownField(known, property);
      return [property, violated(steps === undefined ? {} : { steps })];
    }),
  );
}

const crashMutants = {
  forgetsItsCopy: caughtBy(
    'NoClobber',
    edit(replica, (config) => ({
      ...config,
      context: ({ input: { self, versioning } }) => ({ self, versioning, disk: noCopy }),
    })),
  ),
  forgetsItsState: caughtBy(
    'ReplicaAgrees',
    swap(replica, replica.provide({ guards: { keepsNone: () => true } })),
  ),
  neverBelieves,
  forgetsItsBurden: caughtBy(
    'HintDrain',
    swap(courier, courier.provide({ guards: { nothingKept: () => true } })),
  ),
};

/**
 * The whole node, with crashes at any moment: two clients put blindly, each at a node of its own, and
 * a third node keeps a hint if need be. What was acknowledged outlives the crash; requests don't, and
 * their clients may wait for ever.
 */
const crashing = family({
  defaults: { crashes: 1, suspicions: 1 },
  name: ({ crashes, suspicions }) =>
    [
      'dynamo/n2-r1-w1',
      ...(crashes === 1 ? [] : [`crashes${crashes}`]),
      ...(suspicions === 1 ? [] : [`suspicions${suspicions}`]),
    ].join('-'),
  build: ({ crashes, suspicions }) => {
    const setting: DynamoSetting = { ring: plainRing(3), n: 2, r: 1, w: 1, sloppy: true };
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [
          session('c1', [{ op: 'put', id: 'p1', blind: true }]),
          session('c2', [{ op: 'put', id: 'p2', blind: true }]),
          ...dynamoHosts(setting),
        ],
        inputs: (id, view) => {
          const at = id === 'c1' ? ['n1'] : ['n2'];
          const suspect = id === 'n1' ? [{ type: 'suspect', node: 'n2' } as const] : [];
          return [...callsAt(view, { puts: at, gets: at }), ...suspect];
        },
        budgets: {
          crash: crashes,
          'input:suspect': suspicions,
          'timer:requestTimeout': 0,
          'timer:handoffRetry': crashes,
        },
        faultInputs: ['suspect'],
      }),
      properties: {
        NoLostAck: always(noLostAck),
        AckMeansW: always(ackMeansW(1)),
        NoClobber: everyStep(noClobber),
        HintOwner: always(hintOwner(home)),
        HintSafeDelete: everyStep(hintSafeDelete),
        DotUnique: always(dotUnique),
        ClockSound: always(clockSound('dvv')),
        ClockComplete: always(clockComplete('dvv')),
        SiblingMinimal: always(siblingMinimal),
        ReplicaAgrees: always(replicaAgrees),
        Converge: whenQuiet(converge(home)),
        HintDrain: whenQuiet(hintDrain),
        ...(suspicions > 0 ? { HintsGetHome: hintsGetHome() } : {}),
        SiblingsKept: sometimes(siblingsKept),
        ...(suspicions > 0 ? { HintKept: sometimes(hintKept) } : {}),
      },
      done: nobodyCoordinates,
      fairness: progress,
      scope: 'one blind put by each of two clients',
      mutants: crashes === 1 && suspicions === 1 ? crashMutants : {},
      store: storeOf(setting, ['c1', 'c2']),
    } satisfies ModelDefinition;
  },
});

/** The committed members. */
export const models: readonly Model[] = [crashing()];
