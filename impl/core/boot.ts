// Coming up from what the disk holds.

import { match } from 'ts-pattern';
import { delayHandoff } from './hint-courier.ts';
import type { StoreNode } from './node.ts';
import { type DiskRecord, decodeRecord, IDENTITY_KEY } from './record-codec.ts';
import type { DiskImage, HaltReason } from './step.types.ts';
import type { Turn } from './turn.ts';

/**
 * Loads a disk image into a node that is down. A directory of another node, or any record that
 * cannot be read, halts it: starting on part of the data would break promises already made.
 */
export function boot(turn: Turn, image: DiskImage, incarnation: number): void {
  const { node } = turn;
  const reason = load(node, image);
  if (reason !== null) {
    turn.halt({ kind: 'halt', reason });
    return;
  }
  node.phase = 'running';
  node.incarnation = incarnation;
  if (!image.has(IDENTITY_KEY)) turn.save({ kind: 'identity', node: node.configuration.id });
  for (const [key, hinted] of node.hints) delayHandoff(turn, key, hinted);
}

function load(node: StoreNode, image: DiskImage): HaltReason | null {
  if (image.size > 0 && !image.has(IDENTITY_KEY)) return { kind: 'missingIdentity' };
  for (const diskKey of [...image.keys()].toSorted()) {
    const decoded = decodeRecord(diskKey, image.get(diskKey) ?? new Uint8Array());
    if (decoded.kind === 'error') return { kind: 'corruptRecord', diskKey, error: decoded.error };
    const reason = place(node, decoded.value);
    if (reason !== null) return reason;
  }
  return null;
}

function place(node: StoreNode, record: DiskRecord): HaltReason | null {
  return match(record)
    .returnType<HaltReason | null>()
    .with({ kind: 'identity' }, ({ node: owner }) =>
      owner === node.configuration.id ? null : { kind: 'foreignDirectory', owner },
    )
    .with({ kind: 'replica' }, ({ key, versions, counter }) => {
      node.replicas.set(key, { versions, counter });
      return null;
    })
    .with({ kind: 'hint' }, ({ owner, key, versions }) => {
      const hinted = node.hints.get(key) ?? { phase: 'delayed', owners: new Map() };
      node.hints.set(key, hinted);
      hinted.owners.set(owner, versions);
      return null;
    })
    .exhaustive();
}
