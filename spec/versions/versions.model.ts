/**
 * What versions are worth (lecture "Vector Clocks"; the last clicker question: can updates be lost?):
 * two clients that read and then write, at one node or three, or that write blindly, with each of the
 * four ways to say which version is newer. All gets meet all done puts, so that whatever is lost is
 * lost by the versions.
 */

import { match } from 'ts-pattern';
import { assign, enqueueActions } from 'xstate';
import {
  always,
  caughtBy,
  everyStep,
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
import { expectations } from '../dynamo.model.ts';
import {
  clockComplete,
  clockSound,
  dotUnique,
  replicaAgrees,
  siblingMinimal,
} from '../properties/clocks.ts';
import { send } from '../messages.ts';
import { ackMeansW, converge, noClobber, noLostAck } from '../properties/durability.ts';
import { noThinAir, regular } from '../properties/history.ts';
import { readsMonotonically, readsOwnWrites } from '../properties/sessions.ts';
import { putSucceeds, siblingsKept } from '../properties/witnesses.ts';
import type { ScriptStep } from '../quorum/client.ts';
import { putCoordinator } from '../quorum/put-coordinator.ts';
import { idSet } from '../values/id-set.ts';
import { contextOf } from '../values/minting.ts';
import type { Mode } from '../values/version.ts';
import { replica } from './replica.ts';

/**
 * What the clients do. `roundsN`: each N times a get and then a put. `blind`: c1 a blind put, c2 a
 * blind put and another. `reread`: the same, but c2 reads in between, at another node.
 */
export type Story = 'rounds1' | 'rounds2' | 'rounds3' | 'blind' | 'reread';

/** The parameters of the family: `skew` is by how much n1's wall clock is ahead; `apart`: c2 puts at n2. */
export type VersionsParameters = {
  readonly n: number;
  readonly mode: Mode;
  readonly story: Story;
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
 * its third get, for what the first returned is by then in everybody's past. (Where `vv-ctx` gives two
 * blind writes the same clock, the one of c2 wins, by its name, so that c2 misses nothing of its own.)
 */
export function expectedViolations(parameters: VersionsParameters): ReadonlySet<string> {
  const { n, mode, story, skew, apart } = parameters;
  const falselyNewer = mode === 'lww' || (mode !== 'dvv' && apart === 0);
  if (!falselyNewer) return new Set();
  const readsWhatItPut = story !== 'rounds1' && story !== 'blind';
  return new Set([
    'NoLostAck',
    'NoClobber',
    'AckMeansW',
    ...(n > 1 ? ['ClockSound'] : []),
    ...(n > 1 && mode === 'vv-ctx' ? ['DotUnique'] : []),
    ...(n > 1 && skew > 0 && apart > 0 && story !== 'blind' ? ['ClockComplete'] : []),
    ...(readsWhatItPut ? ['Regular'] : []),
    ...(readsWhatItPut && !(mode === 'vv-ctx' && story === 'reread') ? ['RYW'] : []),
    ...(story === 'rounds3' ? ['MR'] : []),
  ]);
}

const overwrites = caughtBy(
  'NoClobber',
  swap(
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
  swap(
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

/** The author of a put goes on as if it had seen the earlier writes of the same node. */
const claimsUnseen = caughtBy(
  'NoClobber',
  swap(
    putCoordinator,
    putCoordinator.provide({
      actions: {
        countOwnCopy: assign(({ context: { self, versioning } }, { version }) => ({
          ackers: idSet([self.host]),
          seen: { context: contextOf(versioning, [version]), ghost: version.ghost },
        })),
      },
    }),
  ),
);

/** A new version reaches other nodes without the siblings that it has at its coordinator. */
const travelsAlone = caughtBy(
  'ClockSound',
  swap(
    putCoordinator,
    putCoordinator.provide({
      actions: {
        replicate: enqueueActions(({ context: { self, request, targets }, enqueue }, minted) => {
          const versions = [minted.version];
          for (const { node } of targets.filter((target) => target.node !== self.host)) {
            enqueue.emit(send(node, { type: 'store', from: self, key: request.key, versions }));
          }
        }),
      },
    }),
  ),
);

const nameOf = ({ n, mode, story, skew, apart }: VersionsParameters): string =>
  [
    `versions/n${n}-${mode}`,
    ...(story === 'rounds2' ? [] : [story]),
    ...(skew === 0 ? [] : [`skew${skew}`]),
    ...(apart === 0 ? [] : ['apart']),
  ].join('-');

/** Members: `versions({ mode: 'vv-node' })`. */
export const versions = family<VersionsParameters>({
  defaults: { n: 1, mode: 'dvv', story: 'rounds2', skew: 0, apart: 0 },
  name: nameOf,
  build: (parameters) => {
    const { n, mode, story, skew, apart } = parameters;
    const quorum = n === 1 ? 1 : 2;
    const setting: DynamoSetting = {
      ring: plainRing(n),
      n,
      r: quorum,
      w: quorum,
      mode,
      skew: { n1: skew },
    };
    const clients = ['c1', 'c2'].map((id) => session(id, scriptOf(id, story)));
    const home = homeOf(setting);
    return {
      system: system({
        hosts: [...clients, ...dynamoHosts(setting)],
        inputs: (id, view) => {
          const at = apart > 0 && id === 'c2' ? ['n2'] : ['n1'];
          return callsAt(view, { puts: at, gets: story === 'reread' ? home.slice(-1) : at });
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
      scope: `two clients, each with its script of '${story}'`,
      expect: expectations(nameOf(parameters), expectedViolations(parameters)),
      mutants: mutantsOf(parameters),
      store: storeOf(setting, ['c1', 'c2']),
    } satisfies ModelDefinition;
  },
});

const modes: readonly Mode[] = ['vv-ctx', 'vv-node', 'dvv', 'lww'];

/** The committed members. */
export const models: readonly Model[] = [
  ...modes.flatMap((mode) => [
    versions({ mode, story: 'blind' }),
    versions({ mode }),
    versions({ mode, story: 'rounds3' }),
  ]),
  ...modes.map((mode) => versions({ n: 3, mode, story: 'rounds1' })),
  versions({ n: 3, story: 'rounds1', apart: 1 }),
  versions({ n: 3, mode: 'lww', story: 'rounds1', skew: 100, apart: 1 }),
  versions({ n: 3, story: 'reread' }),
];

function scriptOf(id: string, story: Story): readonly ScriptStep[] {
  const blind: ScriptStep = { op: 'put', id: `${id}p1`, blind: true };
  const get = (count: number): ScriptStep => ({ op: 'get', id: `${id}g${count}` });
  const put = (count: number): ScriptStep => ({ op: 'put', id: `${id}p${count}` });
  const rounds = [get(1), put(1), get(2), put(2), get(3), put(3)];
  return match(story)
    .with('rounds1', () => rounds.slice(0, 2))
    .with('rounds2', () => rounds.slice(0, 4))
    .with('rounds3', () => rounds)
    .with('blind', () => (id === 'c1' ? [blind] : [blind, put(2)]))
    .with('reread', () => (id === 'c1' ? [blind] : [blind, get(1), put(2)]))
    .exhaustive();
}

function mutantsOf(parameters: VersionsParameters): NonNullable<ModelDefinition['mutants']> {
  const { n, mode, story, apart } = parameters;
  return match({ n, mode, story, apart })
    .with({ n: 1, mode: 'dvv', story: 'rounds2' }, () => ({ overwrites, keepsSuperseded }))
    .with({ n: 1, mode: 'dvv', story: 'blind' }, () => ({ claimsUnseen }))
    .with({ n: 3, mode: 'dvv', story: 'reread' }, () => ({ travelsAlone }))
    .with({ n: 3, mode: 'dvv', story: 'rounds1', apart: 0 }, () => ({
      countsPerContext: caughtBy('DotUnique', reparameterised({ mode: 'vv-ctx' })),
      countsForUnseen: caughtBy('ClockSound', reparameterised({ mode: 'vv-node' })),
    }))
    .with({ n: 3, mode: 'dvv', story: 'rounds1', apart: 1 }, () => ({
      goesByWallClocks: caughtBy('ClockComplete', reparameterised({ mode: 'lww', skew: 100 })),
    }))
    .otherwise(() => ({}));
}
