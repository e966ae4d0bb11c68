// What puts and gets have in common: names, targets, and the check of a client's request.

import type { ClientRequest, RequestError } from './client.types.ts';
import type { NodeId } from './clock.ts';
import { isKey, isRequestId, MAX_VALUE_BYTES } from './limits.ts';
import type { RequestRef } from './message.types.ts';
import type { StoreNode } from './node.ts';
import { preferenceList } from './ring.ts';
import { chooseTargets, type Target } from './targets.ts';

/** What is wrong with a client's request, or null. Its context is judged where it is used. */
export function requestError(request: ClientRequest): RequestError | null {
  if (!isRequestId(request.id)) return { kind: 'badRequestId' };
  if (!isKey(request.key)) return { kind: 'badKey' };
  if (request.kind === 'put' && request.value.length > MAX_VALUE_BYTES) {
    return { kind: 'valueTooLarge', limit: MAX_VALUE_BYTES };
  }
  return null;
}

/** A reference that no other request of this node has or ever had. */
export function newRef(node: StoreNode, id: string): RequestRef {
  const sequence = node.nextSequence;
  node.nextSequence += 1;
  return { id, incarnation: node.incarnation, sequence };
}

/** Whether an answer that carries `ref` is one to the request `pending`. */
export function answersRequest(pending: RequestRef, ref: RequestRef): boolean {
  return (
    pending.id === ref.id &&
    pending.incarnation === ref.incarnation &&
    pending.sequence === ref.sequence
  );
}

/** The key's preference list on this node's ring. */
export function preference(node: StoreNode, key: string): readonly NodeId[] {
  return preferenceList(node.configuration.ring, key);
}

/** The targets of an operation that starts now at this node. */
export function operationTargets(node: StoreNode, key: string): readonly Target[] {
  const { n, sloppy } = node.configuration;
  return chooseTargets({ preference: preference(node, key), n, sloppy, suspects: node.suspects });
}
