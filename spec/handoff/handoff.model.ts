/**
 * Sloppy quorums and hinted handoff (lecture "Sloppy Quorum", "Sloppy Quorum & Hinted Handoff", and
 * the clicker question "is it consistent?"): five nodes, three of them at home, which come to suspect
 * each other for no reason. One client puts and then reads, or puts twice.
 */

import { assign } from 'xstate';
import {
  always,
  caughtBy,
  everyStep,
  family,
  monitored,
  sometimes,
  swap,
  system,
  whenQuiet,
} from '../../checker/index.ts';
import type { Model, ModelDefinition } from '../../checker/index.ts';
import type { DynamoSetting } from '../dynamo.ts';
import {
  callsAt,
  dynamoHosts,
  homeOf,
  nodesOf,
  plainRing,
  session,
  storeOf,
} from '../cluster.model.ts';
import {
  expectations,
  hintsGetHome,
  neverBelieves,
  nobodyCoordinates,
  opEnds,
  progress,
} from '../dynamo.model.ts';
import { replicaAgrees } from '../properties/clocks.ts';
import {
  ackMeansW,
  converge,
  hintDrain,
  hintOwner,
  hintSafeDelete,
  noClobber,
  noLostAck,
} from '../properties/durability.ts';
import { regular } from '../properties/history.ts';
import { readsOwnWrites } from '../properties/sessions.ts';
import { hintKept, putSucceeds } from '../properties/witnesses.ts';
import type { ScriptStep } from '../quorum/client.ts';
import { putCoordinator } from '../quorum/put-coordinator.ts';
import { courier } from './courier.ts';

/** The parameters of the family; `suspicions` and `drops` cap how often those happen in a run. */
export type HandoffParameters = {
  readonly r: number;
  readonly w: number;
  readonly suspicions: number;
  readonly puts: number;
  readonly drops: number;
};

const n = 3;
const ring = plainRing(5);

/**
 * RYW and Regular fail where a put's W nodes and a get's R needn't meet: each suspicion lets one more
 * node take part. Even where they must meet, suspicion makes that a matter of luck once a hint moves
 * between the two; for that it takes more suspicions than any of these models has. With more of them
 * than there are substitutes a suspected home node has none, and a request too few targets.
 */
export function expectedViolations(parameters: HandoffParameters): ReadonlySet<string> {
  const { r, w, suspicions, puts, drops } = parameters;
  const substitutes = nodesOf(ring).length - n;
  return new Set([
    ...(puts === 1 && r + w <= n + suspicions ? ['RYW', 'Regular'] : []),
    ...(suspicions > substitutes && drops === 0 ? ['Converge'] : []),
    ...(nodesOf(ring).length - suspicions < Math.max(r, w) && drops === 0 ? ['Deadlock'] : []),
  ]);
}

const nameOf = ({ r, w, suspicions, puts, drops }: HandoffParameters): string =>
  [
    `handoff/n${n}-r${r}-w${w}`,
    ...(suspicions === 1 ? [] : [`suspicions${suspicions}`]),
    ...(puts === 1 ? [] : [`puts${puts}`]),
    ...(drops === 0 ? [] : [`drops${drops}`]),
  ].join('-');

/** Members: `handoff({ suspicions: 2 })`. */
export const handoff = family<HandoffParameters>({
  defaults: { r: 2, w: 2, suspicions: 1, puts: 1, drops: 0 },
  name: nameOf,
  build: (parameters) => {
    const { r, w, suspicions, puts, drops } = parameters;
    const setting: DynamoSetting = { ring, n, r, w, sloppy: true };
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [session('c1', script(puts)), ...dynamoHosts(setting)],
        // Only home nodes coordinate, so that only what they suspect makes a difference.
        inputs: (id, view) => [
          ...callsAt(view, { puts: home, gets: home }),
          ...(home.includes(id) ? suspicionsOf(id) : []),
        ],
        budgets: {
          'input:suspect': suspicions,
          drop: drops,
          // After a loss each of the two requests may give up, and a handoff must be repeated.
          'timer:requestTimeout': 2 * drops,
          'timer:handoffRetry': drops,
        },
        faultInputs: ['suspect'],
      }),
      properties: {
        RYW: always(readsOwnWrites),
        Regular: monitored(regular),
        AckMeansW: always(ackMeansW(w)),
        NoLostAck: always(noLostAck),
        NoClobber: everyStep(noClobber),
        HintOwner: always(hintOwner(home)),
        HintSafeDelete: everyStep(hintSafeDelete),
        ReplicaAgrees: always(replicaAgrees),
        HintDrain: whenQuiet(hintDrain),
        HintsGetHome: hintsGetHome(),
        OpEnds: opEnds(drops),
        ...(drops === 0 ? { Converge: whenQuiet(converge(home)) } : {}),
        PutSucceeds: sometimes(putSucceeds),
        HintKept: sometimes(hintKept),
      },
      ...(drops === 0 ? {} : { done: nobodyCoordinates }),
      fairness: progress,
      scope: puts === 1 ? 'one put, then one get' : `${puts} puts`,
      expect: expectations(nameOf(parameters), expectedViolations(parameters)),
      mutants: mutantsOf(parameters),
      store: storeOf(setting, ['c1']),
    } satisfies ModelDefinition;
  },
});

/** The committed members: larger quorums against more suspicion; two puts; a lost message. */
export const models: readonly Model[] = [
  ...[1, 2].flatMap((suspicions) =>
    [
      [2, 2],
      [3, 2],
      [2, 3],
      [3, 3],
    ].map(([r = 0, w = 0]) => handoff({ r, w, suspicions })),
  ),
  handoff({ puts: 2 }),
  handoff({ drops: 1 }),
];

function script(puts: number): readonly ScriptStep[] {
  const putting = Array.from(
    { length: puts },
    (_, at): ScriptStep => ({
      op: 'put',
      id: `p${at + 1}`,
    }),
  );
  return puts === 1 ? [...putting, { op: 'get', id: 'g1' }] : putting;
}

function suspicionsOf(id: string) {
  return nodesOf(ring)
    .filter((node) => node !== id)
    .map((node) => ({ type: 'suspect', node }));
}

function mutantsOf({ r, w, suspicions, puts, drops }: HandoffParameters) {
  if (r !== 2 || w !== 2 || suspicions !== 1 || puts !== 2 || drops > 0) return {};
  return {
    ownerIsHolder: caughtBy(
      'HintOwner',
      swap(
        putCoordinator,
        putCoordinator.provide({
          actions: {
            noteTargets: assign((_, { targets }) => ({
              targets: targets.map(({ node, owner }) => ({ node, owner: owner && node })),
            })),
          },
        }),
      ),
    ),
    acksWithoutStoring: caughtBy(
      'AckMeansW',
      swap(courier, courier.provide({ actions: { keep: assign({}) } })),
    ),
    deletesUnconfirmed: caughtBy(
      'HintSafeDelete',
      swap(courier, courier.provide({ actions: { handOver: assign({ disk: { hints: {} } }) } })),
    ),
    deletesMoreThanConfirmed: caughtBy(
      'HintSafeDelete',
      swap(
        courier,
        courier.provide({
          actions: { strikeOut: assign({ disk: { hints: {} } }) },
          guards: { confirmsTooLittle: () => false, nothingRemains: () => true },
        }),
      ),
    ),
    neverBelieves,
    neverHandsOver: caughtBy(
      'HintDrain',
      swap(courier, courier.provide({ actions: { handOver: assign({}) } })),
    ),
  };
}
