/**
 * Quorums: what R + W > N is worth (lecture "Quorum Writes" and the clicker questions after it, "Read
 * Repair"), with a strict quorum of three replicas. One client puts, and reads what it put; or other
 * clients, `readers` of them, read twice each while it puts.
 */

import { match } from 'ts-pattern';
import { assign, emit, enqueueActions } from 'xstate';
import {
  always,
  caughtBy,
  family,
  monitored,
  reparameterised,
  sometimes,
  swap,
  system,
  whenQuiet,
} from '../../checker/index.ts';
import type { Model, ModelDefinition } from '../../checker/index.ts';
import type { DynamoSetting } from '../dynamo.ts';
import { callsAt, dynamoHosts, homeOf, plainRing, session, storeOf } from '../cluster.model.ts';
import { expectations, nobodyCoordinates, opEnds, progress } from '../dynamo.model.ts';
import { send } from '../messages.ts';
import { replicaAgrees } from '../properties/clocks.ts';
import { ackMeansW, converge, noLostAck } from '../properties/durability.ts';
import { noThinAir, regular } from '../properties/history.ts';
import { readsMonotonically, readsOwnWrites } from '../properties/sessions.ts';
import { getFinds, putSucceeds, putUnknown, repairHappens } from '../properties/witnesses.ts';
import type { NodeId } from '../values/ids.types.ts';
import { contextOf } from '../values/minting.ts';
import { getCoordinator } from './get-coordinator.ts';
import type { Repair } from './get-coordinator.ts';
import { putCoordinator } from './put-coordinator.ts';

/** The parameters of the family; `timeouts` and `drops` cap how often those happen in a run. */
export type QuorumParameters = {
  readonly r: number;
  readonly w: number;
  readonly repair: Repair;
  readonly readers: number;
  readonly timeouts: number;
  readonly drops: number;
};

const n = 3;
const ring = plainRing(n);

/**
 * Which properties fail, and why. RYW and Regular where quorums needn't meet. MR where a get may
 * meet a replica that the get before it didn't and that lacks what it returned: unless it asks
 * everybody, or returned only what any R nodes know of.
 */
export function expectedViolations(parameters: QuorumParameters): ReadonlySet<string> {
  const { r, w, repair, readers } = parameters;
  const mayMiss = r + w <= n;
  const maySlipBack = readers > 0 && r < n && repair !== 'block';
  return new Set([
    ...(mayMiss && readers === 0 ? ['RYW'] : []),
    ...(mayMiss ? ['Regular'] : []),
    ...(maySlipBack ? ['MR'] : []),
  ]);
}

const nameOf = ({ r, w, repair, readers, timeouts, drops }: QuorumParameters): string =>
  [
    `quorum/n${n}-r${r}-w${w}`,
    ...(repair === 'off' ? [] : [`repair-${repair}`]),
    ...(readers === 0 ? [] : [`readers${readers}`]),
    ...(timeouts === 0 ? [] : [`timeouts${timeouts}`]),
    ...(drops === 0 ? [] : [`drops${drops}`]),
  ].join('-');

/** Asks whoever confirms a repair to take it once more. */
const neverSatisfied = getCoordinator.provide({
  actions: {
    countHolder: enqueueActions(({ context, enqueue }, { by }) => {
      const { self, request, result: versions } = context;
      if (by === self.host) return;
      enqueue.emit(send(by, { type: 'repair', from: self, key: request.key, versions }));
    }),
  },
});

/** Answers without waiting for repairs. */
const satisfiedAtOnce = getCoordinator.provide({ guards: { laterQuorumsMeetIt: () => true } });

/** Answers with values that nobody put. */
const garbling = getCoordinator.provide({
  actions: {
    reportResult: emit(({ context: { request, versioning, result } }) =>
      send(request.from, {
        type: 'getDone',
        id: request.id,
        versions: result.map((version) => ({ ...version, value: '?' })),
        context: contextOf(versioning, result),
      }),
    ),
  },
});

/** Leaves one of three replicas out. */
const sendingToTwo = putCoordinator.provide({
  actions: { noteTargets: assign((_, { targets }) => ({ targets: targets.slice(0, 2) })) },
});

/** What quorums of which `w` replicas confirm a put promise, whatever the network does. */
export function guarantees(w: number) {
  return {
    RYW: always(readsOwnWrites),
    MR: always(readsMonotonically),
    Regular: monitored(regular),
    NoThinAir: monitored(noThinAir),
    AckMeansW: always(ackMeansW(w)),
    NoLostAck: always(noLostAck),
    ReplicaAgrees: always(replicaAgrees),
  };
}

/** Members: `quorum({ r: 1, w: 1 })`. */
export const quorum = family<QuorumParameters>({
  defaults: { r: 2, w: 2, repair: 'off', readers: 0, timeouts: 0, drops: 0 },
  name: nameOf,
  build: (parameters) => {
    const { r, w, repair, readers, timeouts, drops } = parameters;
    const setting: DynamoSetting = { ring, n, r, w, repair };
    const clients = clientsOf(readers);
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [...clients, ...dynamoHosts(setting)],
        inputs: (id, view) => callsAt(view, coordinators(id, readers, home)),
        budgets: { drop: drops, 'timer:requestTimeout': timeouts, 'timer:repairTimeout': timeouts },
      }),
      properties: {
        ...guarantees(w),
        ...(drops === 0 ? { Converge: whenQuiet(converge(home)) } : {}),
        // With two readers, judging it would take as long as everything else together.
        ...(readers < 2 ? { OpEnds: opEnds(drops) } : {}),
        PutSucceeds: sometimes(putSucceeds),
        GetFinds: sometimes(getFinds),
        ...(repair === 'off' ? {} : { RepairHappens: sometimes(repairHappens) }),
        ...(timeouts === 0 ? {} : { PutUnknown: sometimes(putUnknown) }),
      },
      // A client whose message is lost waits for ever; its coordinator doesn't.
      ...(drops === 0 ? {} : { done: nobodyCoordinates }),
      fairness: progress,
      scope: `one put, ${readers === 0 ? 'then one get by the same client' : readersText(readers)}`,
      expect: expectations(nameOf(parameters), expectedViolations(parameters)),
      mutants: mutantsOf(parameters),
      store: storeOf(
        setting,
        clients.map(({ id }) => id),
      ),
    } satisfies ModelDefinition;
  },
});

const counts = [1, 2, 3];

/** The committed members: all quorums; readers with every repair; lost messages and time-outs. */
export const models: readonly Model[] = [
  ...counts.flatMap((r) => counts.map((w) => quorum({ r, w }))),
  ...(['off', 'async', 'block'] as const).flatMap((repair) =>
    counts.map((r) => quorum({ r, repair, readers: 1 })),
  ),
  quorum({ readers: 1, timeouts: 1 }),
  quorum({ repair: 'block', readers: 2 }),
  quorum({ repair: 'async', timeouts: 2, drops: 1 }),
  quorum({ repair: 'block', timeouts: 2, drops: 1 }),
];

/**
 * Where a client may turn to: anywhere; with two readers, the writer to n1, the first reader there too
 * and to n2, the second to n3. That is as much as can be explored in seconds, and a reader that can
 * turn from the writer's node to another is what it takes to slip back.
 */
function coordinators(id: string, readers: number, home: readonly NodeId[]) {
  const suited = readers < 2 ? home : home.slice(...turfOf(id));
  return { puts: suited, gets: suited };
}

function turfOf(id: string): readonly [from: number, to: number] {
  return match(id)
    .with('c1', () => [0, 1] as const)
    .with('c2', () => [0, 2] as const)
    .otherwise(() => [2, n]);
}

function clientsOf(readers: number) {
  if (readers === 0) {
    return [
      session('c1', [
        { op: 'put', id: 'p1' },
        { op: 'get', id: 'g1' },
      ]),
    ];
  }
  const reading = Array.from({ length: readers }, (_, at) =>
    session(`c${at + 2}`, [
      { op: 'get', id: `g${2 * at + 1}` },
      { op: 'get', id: `g${2 * at + 2}` },
    ]),
  );
  return [session('c1', [{ op: 'put', id: 'p1' }]), ...reading];
}

function readersText(readers: number): string {
  return `${readers === 1 ? 'one reader' : `${readers} readers`} of two gets`;
}

type Mutants = NonNullable<ModelDefinition['mutants']>;

function mutantsOf(parameters: QuorumParameters): Mutants {
  const { r, w, repair, readers, timeouts } = parameters;
  if (r !== 2 || w !== 2 || timeouts > 0 || readers > 1) return {};
  return readers === 0 ? mutantsOfSession() : mutantsBesideReader(repair);
}

/** Mutants that a lone client catches who reads what it put. */
function mutantsOfSession(): Mutants {
  return {
    acksEarly: caughtBy(
      'AckMeansW',
      swap(putCoordinator, putCoordinator.provide({ guards: { quorumReached: () => true } })),
    ),
    answersEarly: caughtBy(
      'RYW',
      swap(getCoordinator, getCoordinator.provide({ guards: { quorumAnswered: () => true } })),
    ),
    garbles: caughtBy('NoThinAir', swap(getCoordinator, garbling)),
    sendsToTwo: caughtBy('Converge', swap(putCoordinator, sendingToTwo)),
  };
}

/** Mutants that a reader catches while another client puts. */
function mutantsBesideReader(repair: Repair): Mutants {
  return match(repair)
    .with('off', (): Mutants => ({ asksOne: caughtBy('Regular', reparameterised({ r: 1 })) }))
    .with('async', (): Mutants => ({}))
    .with(
      'block',
      (): Mutants => ({
        answersBeforeRepair: caughtBy('MR', swap(getCoordinator, satisfiedAtOnce)),
        repairsForever: caughtBy('OpEnds', swap(getCoordinator, neverSatisfied)),
        repairsAfterwards: caughtBy('MR', reparameterised({ repair: 'async' })),
      }),
    )
    .exhaustive();
}
