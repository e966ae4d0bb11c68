/**
 * One Dynamo node, put together: which machines it runs, what opens the requests among them, and what
 * each is told. Plain data, so that whoever runs the machines says how.
 */

import { courier } from './handoff/courier.ts';
import type { MessageOf } from './messages.ts';
import { getCoordinator } from './quorum/get-coordinator.ts';
import type { GetSetting, Repair } from './quorum/get-coordinator.ts';
import { putCoordinator } from './quorum/put-coordinator.ts';
import type { PutSetting } from './quorum/put-coordinator.ts';
import { member } from './ring/ring-walk.ts';
import type { MemberSetting } from './ring/ring-walk.ts';
import type { Key } from './values/ids.types.ts';
import type { Ring } from './values/ring.ts';
import type { Mode, Versioning } from './values/version.ts';
import { replica } from './versions/replica.ts';

/** What one may choose when setting up a system of Dynamo nodes; all of them agree on it. */
export type DynamoSetting = {
  readonly ring: Ring;
  /** How many nodes store a key, how many answer a get, how many acknowledge a put. */
  readonly n: number;
  readonly r: number;
  readonly w: number;
  /** When stale replicas that a get finds are repaired. Default: `off`. */
  readonly repair?: Repair;
  /** Whether other nodes stand in for suspected home nodes. Default: no. */
  readonly sloppy?: boolean;
  /** Default: `dvv`. */
  readonly mode?: Mode;
  /** By how much nodes' wall clocks are off, for `lww`. Default: by nothing. */
  readonly skew?: Versioning['skew'];
};

/**
 * Which replica or courier a message is for that names only its node.
 * @throws Error if the message names no key: then it must be sent to an address.
 */
export function byKey(message: { readonly type: string; readonly key?: Key }): Key {
  if (message.key !== undefined) return message.key;
  throw new Error(`a message of type '${message.type}' names no key: send it to an address`);
}

/** Which request a client's message opens. */
export function byRequest({ id }: MessageOf<'clientPut' | 'clientGet'>): string {
  return id;
}

/**
 * The machines of a node, by the names under which addresses know them. `perKey`: one a key, found
 * with `byKey`; `perRequest`: one for each message of type `opens`, found with `byRequest`.
 */
export function dynamoNode(setting: DynamoSetting) {
  const { ring, n, r, w, repair = 'off', sloppy = false, mode = 'dvv', skew = {} } = setting;
  const versioning: Versioning = { mode, skew };
  const walking: MemberSetting = { ring, copies: n, sloppy };
  const putting: PutSetting = { w, versioning };
  const getting: GetSetting = { copies: n, r, repair, versioning };
  return {
    member: { kind: 'resident', machine: member, input: walking },
    put: { kind: 'perRequest', machine: putCoordinator, opens: 'clientPut', input: putting },
    get: { kind: 'perRequest', machine: getCoordinator, opens: 'clientGet', input: getting },
    replica: { kind: 'perKey', machine: replica, input: { versioning } },
    courier: { kind: 'perKey', machine: courier, input: { versioning } },
  } as const;
}
