/**
 * What all models of Dynamo are made of: nodes and clients as hosts, and the description from which a
 * replay builds the matching store.
 */

import { client as clientHost, host, perKey, perRequest, resident } from '../checker/index.ts';
import type { Host, HostView, JsonRecord, Message, Model } from '../checker/index.ts';
import type { DynamoSetting } from './dynamo.ts';
import { byKey, byRequest, dynamoNode } from './dynamo.ts';
import type { ScriptStep } from './quorum/client.ts';
import { client } from './quorum/client.ts';
import type { Key, NodeId } from './values/ids.types.ts';
import { homeNodes, ringOf } from './values/ring.ts';

/** The key that scripts are about. */
export const key: Key = 'k';

/** A ring of one token a node, n1 to n<count>, on which the key belongs to n1 first. */
export function plainRing(count: number): DynamoSetting['ring'] {
  const nodes = Array.from({ length: count }, (_, at) => `n${at + 1}`);
  return ringOf(
    nodes.map((node, position) => ({ position, node })),
    { [key]: 0 },
  );
}

/** The nodes of a ring, in text order. */
export function nodesOf({ tokens }: DynamoSetting['ring']): readonly NodeId[] {
  return [...new Set(tokens.map(({ node }) => node))].toSorted();
}

/** The home nodes of the key. */
export function homeOf({ ring, n }: DynamoSetting): readonly NodeId[] {
  return homeNodes(ring, key, n);
}

/** A Dynamo node as a host. */
function dynamoHost(id: NodeId, setting: DynamoSetting): Host {
  const { member, put, get, replica, courier } = dynamoNode(setting);
  return host(id, {
    member: resident(member.machine, member.input),
    put: perRequest(put.machine, { opens: put.opens, by: byRequest }, put.input),
    get: perRequest(get.machine, { opens: get.opens, by: byRequest }, get.input),
    replica: perKey(replica.machine, byKey, replica.input),
    courier: perKey(courier.machine, byKey, courier.input),
  });
}

/** All nodes of a setting, as hosts. */
export function dynamoHosts(setting: DynamoSetting): readonly Host[] {
  return nodesOf(setting.ring).map((id) => dynamoHost(id, setting));
}

/** A client's session as a host. */
export function session(id: string, script: readonly ScriptStep[]): Host {
  return clientHost(id, { client: resident(client, { key, script }) });
}

/** The calls that a client may be sent: its next step, at any of the nodes that suit it. */
export function callsAt(
  view: HostView,
  nodes: { readonly puts: readonly NodeId[]; readonly gets: readonly NodeId[] },
): readonly Message[] {
  const next = view.at(client)?.context.script[0];
  const suited = next?.op === 'put' ? nodes.puts : nodes.gets;
  return next === undefined ? [] : suited.map((at) => ({ type: 'call', at }));
}

/** What replay needs to know to build the store that matches a model. */
export function storeOf(setting: DynamoSetting, clients: readonly string[]): JsonRecord {
  const { ring, n, r, w, repair = 'off', sloppy = false, mode = 'dvv', skew = {} } = setting;
  const positions = (id: NodeId) =>
    ring.tokens.filter(({ node }) => node === id).map(({ position }) => position);
  return {
    nodes: Object.fromEntries(nodesOf(ring).map((id) => [id, positions(id)])),
    keys: ring.positions,
    n,
    r,
    w,
    repair,
    sloppy,
    versioning: mode,
    skew,
    clients,
  };
}

/** None: others build on these. */
export const models: readonly Model[] = [];
