/**
 * A network that repeats answers: every answer on its way to the client, or to the coordinator from
 * another replica, may arrive any number of times and as late as it likes. The client tells by the
 * request's id that it was given an old answer, and a coordinator counts each replica once. Nowhere
 * else do models repeat messages, so only here are those guards ever put to the test.
 */

import { caughtBy, family, sometimes, swap, system, whenQuiet } from '../../checker/index.ts';
import type { Model, ModelDefinition } from '../../checker/index.ts';
import type { DynamoSetting } from '../dynamo.ts';
import { callsAt, dynamoHosts, homeOf, nodesOf, plainRing, session } from '../cluster.model.ts';
import { converge } from '../properties/durability.ts';
import { getFinds, putSucceeds, putUnknown, repairHappens } from '../properties/witnesses.ts';
import { client } from './client.ts';
import type { Repair } from './get-coordinator.ts';
import { guarantees } from './quorum.model.ts';

type EchoesParameters = { readonly r: number; readonly repair: Exclude<Repair, 'off'> };

const [n, w] = [3, 2];
const coordinator = 'n1';

const echoes = family<EchoesParameters>({
  defaults: { r: 2, repair: 'block' },
  name: ({ r, repair }) => `quorum/n${n}-r${r}-w${w}-repair-${repair}-timeouts1-echoes`,
  build: ({ r, repair }) => {
    const setting: DynamoSetting = { ring: plainRing(n), n, r, w, repair };
    const others = nodesOf(setting.ring).filter((node) => node !== coordinator);
    return {
      system: system({
        hosts: [
          session('c1', [
            { op: 'put', id: 'p1' },
            { op: 'get', id: 'g1' },
            { op: 'put', id: 'p2' },
            { op: 'get', id: 'g2' },
          ]),
          ...dynamoHosts(setting),
        ],
        channels: [
          { from: coordinator, to: 'c1', channel: 'duplicating' },
          ...others.map((from) => ({ from, to: coordinator, channel: 'duplicating' }) as const),
        ],
        inputs: (_, view) => callsAt(view, { puts: [coordinator], gets: [coordinator] }),
        budgets: { 'timer:requestTimeout': 1, 'timer:repairTimeout': 1 },
      }),
      properties: {
        ...guarantees(w),
        Converge: whenQuiet(converge(homeOf(setting))),
        PutSucceeds: sometimes(putSucceeds),
        PutUnknown: sometimes(putUnknown),
        GetFinds: sometimes(getFinds),
        RepairHappens: sometimes(repairHappens),
      },
      scope: 'one client: put, get, put, get, all at one node',
      mutants: {
        believesOldAnswers: caughtBy(
          'RYW',
          swap(client, client.provide({ guards: { answersThis: () => true } })),
        ),
      },
      storeless: 'nodes and clients of the store talk over TCP, which repeats nothing',
    } satisfies ModelDefinition;
  },
});

/** Gets that repair before they answer, and afterwards; and gets that wait for two other replicas. */
export const models: readonly Model[] = [echoes(), echoes({ repair: 'async' }), echoes({ r: 3 })];
