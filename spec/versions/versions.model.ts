/**
 * What versions are worth (lecture "Vector Clocks"; the last clicker question: can updates be lost?):
 * two clients that read and then write, at one node or three, or that write blindly, with each of the
 * four ways to say which version is newer. All gets meet all done puts, so that whatever is lost is
 * lost by the versions.
 */

import { assign } from 'xstate';
import {
  always,
  caughtBy,
  everyStep,
  family,
  monitored,
  reparameterised,
  sometimes,
  system,
  violated,
  whenQuiet,
} from '../../checker/index.ts';
import type { Model, ModelDefinition } from '../../checker/index.ts';
import type { DynamoSetting } from '../dynamo.ts';
import {
  callsAt,
  dynamoHosts,
  homeOf,
  plainRing,
  replaced,
  session,
  storeOf,
} from '../dynamo.model.ts';
import {
  clockComplete,
  clockSound,
  dotUnique,
  replicaAgrees,
  siblingMinimal,
} from '../properties/clocks.ts';
import { ackMeansW, converge, noClobber, noLostAck } from '../properties/durability.ts';
import { noThinAir, regular } from '../properties/history.ts';
import { readsMonotonically, readsOwnWrites } from '../properties/sessions.ts';
import { putSucceeds, siblingsKept } from '../properties/witnesses.ts';
import type { ScriptStep } from '../quorum/client.ts';
import type { Mode } from '../values/version.ts';
import { replica } from './replica.ts';

/**
 * The parameters of the family. Each client takes `rounds` of a get and a put, or, with 0 rounds, one
 * blind put. `skew` is by how much n1's wall clock is ahead. `apart`: c2 puts at n2, not at n1.
 */
export type VersionsParameters = {
  readonly n: number;
  readonly mode: Mode;
  readonly rounds: number;
  readonly skew: number;
  readonly apart: number;
};

/**
 * Which properties fail, and why.
 *
 * A node that counts for itself (`vv-node`) gives a write a clock that includes writes its author
 * never saw, if those were made at the same node; `vv-ctx` gives both the same clock, and even the
 * same dot. Either way one of two acknowledged writes counts as older than the other and is dropped.
 * `lww` drops one of two concurrent writes by design, and with a skewed clock even the later one
 * that had seen the other.
 *
 * A lone node drops it in the very step in which it makes the other, so that nobody ever sees both
 * clocks. A session misses its own write in the get after that; it misses what it had read only in
 * its third get, for what the first returned is by then in everybody's past.
 */
export function expectedViolations(parameters: VersionsParameters): ReadonlySet<string> {
  const { n, mode, rounds, skew, apart } = parameters;
  const falselyNewer = mode === 'lww' || (mode !== 'dvv' && apart === 0);
  if (!falselyNewer) return new Set();
  return new Set([
    'NoLostAck',
    'NoClobber',
    'AckMeansW',
    ...(n > 1 ? ['ClockSound'] : []),
    ...(n > 1 && mode === 'vv-ctx' ? ['DotUnique'] : []),
    ...(n > 1 && skew > 0 && apart > 0 && rounds > 0 ? ['ClockComplete'] : []),
    ...(rounds > 1 ? ['RYW', 'Regular'] : []),
    ...(rounds > 2 ? ['MR'] : []),
  ]);
}

const overwrites = caughtBy(
  'NoClobber',
  replaced(
    replica,
    replica.provide({
      actions: {
        merge: assign(({ context: { disk } }, { versions: incoming }) => ({
          disk: { ...disk, versions: incoming },
        })),
      },
    }),
  ),
);

const keepsSuperseded = caughtBy(
  'SiblingMinimal',
  replaced(
    replica,
    replica.provide({
      actions: {
        merge: assign(({ context: { disk } }, { versions: incoming }) => ({
          disk: { ...disk, versions: [...disk.versions, ...incoming] },
        })),
      },
    }),
  ),
);

/** Members: `versions({ mode: 'vv-node' })`. */
export const versions = family<VersionsParameters>({
  defaults: { n: 1, mode: 'dvv', rounds: 2, skew: 0, apart: 0 },
  name: ({ n, mode, rounds, skew, apart }) =>
    [
      `versions/n${n}-${mode}`,
      ...(rounds === 2 ? [] : rounds === 0 ? ['blind'] : [`rounds${rounds}`]),
      ...(skew === 0 ? [] : [`skew${skew}`]),
      ...(apart === 0 ? [] : ['apart']),
    ].join('-'),
  build: (parameters) => {
    const { n, mode, rounds, skew, apart } = parameters;
    const quorum = n === 1 ? 1 : 2;
    const setting: DynamoSetting = {
      ring: plainRing(n),
      n,
      r: quorum,
      w: quorum,
      mode,
      skew: { n1: skew },
    };
    const clients = ['c1', 'c2'].map((id) => session(id, script(id, rounds)));
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [...clients, ...dynamoHosts(setting)],
        inputs: (id, view) => {
          const at = apart > 0 && id === 'c2' ? ['n2'] : ['n1'];
          return callsAt(view, { puts: at, gets: at });
        },
        budgets: { 'timer:requestTimeout': 0 },
      }),
      properties: {
        RYW: always(readsOwnWrites),
        MR: always(readsMonotonically),
        Regular: monitored(regular),
        NoThinAir: monitored(noThinAir),
        NoLostAck: always(noLostAck),
        AckMeansW: always(ackMeansW(quorum)),
        NoClobber: everyStep(noClobber),
        DotUnique: always(dotUnique),
        ClockSound: always(clockSound(mode)),
        ClockComplete: always(clockComplete(mode)),
        SiblingMinimal: always(siblingMinimal),
        ReplicaAgrees: always(replicaAgrees),
        Converge: whenQuiet(converge(home)),
        PutSucceeds: sometimes(putSucceeds),
        ...(mode === 'dvv' || (apart > 0 && mode !== 'lww')
          ? { SiblingsKept: sometimes(siblingsKept) }
          : {}),
      },
      scope:
        rounds === 0
          ? 'two clients, one blind put each'
          : `two clients, ${rounds} rounds of get and put each`,
      expect: Object.fromEntries(
        [...expectedViolations(parameters)].map((property) => [property, violated()]),
      ),
      mutants: mutantsOf(parameters),
      store: storeOf(setting, ['c1', 'c2']),
    } satisfies ModelDefinition;
  },
});

const modes: readonly Mode[] = ['vv-ctx', 'vv-node', 'dvv', 'lww'];

/** The committed members. */
export const models: readonly Model[] = [
  ...modes.flatMap((mode) => [
    versions({ mode, rounds: 0 }),
    versions({ mode }),
    versions({ mode, rounds: 3 }),
  ]),
  ...modes.map((mode) => versions({ n: 3, mode, rounds: 1 })),
  versions({ n: 3, rounds: 1, apart: 1 }),
  versions({ n: 3, mode: 'lww', rounds: 1, skew: 100, apart: 1 }),
];

function script(id: string, rounds: number): readonly ScriptStep[] {
  if (rounds === 0) return [{ op: 'put', id: `${id}p1`, blind: true }];
  return Array.from({ length: rounds }, (_, at): readonly ScriptStep[] => [
    { op: 'get', id: `${id}g${at + 1}` },
    { op: 'put', id: `${id}p${at + 1}` },
  ]).flat();
}

function mutantsOf({
  n,
  mode,
  rounds,
  apart,
}: VersionsParameters): NonNullable<ModelDefinition['mutants']> {
  if (mode !== 'dvv') return {};
  if (n === 1) return rounds === 2 ? { overwrites, keepsSuperseded } : {};
  if (apart > 0) {
    return {
      goesByWallClocks: caughtBy('ClockComplete', reparameterised({ mode: 'lww', skew: 100 })),
    };
  }
  return {
    countsPerContext: caughtBy('DotUnique', reparameterised({ mode: 'vv-ctx' })),
    countsForUnseen: caughtBy('ClockSound', reparameterised({ mode: 'vv-node' })),
  };
}
