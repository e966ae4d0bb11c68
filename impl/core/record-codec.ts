// What a node keeps on disk: its identity, its replicas, the hints it holds for others.

import { match } from 'ts-pattern';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { NodeId } from './clock.ts';
import { type EnvelopeError, seal, unseal } from './envelope.ts';
import { MAX_KEY_BYTES } from './limits.ts';
import type { Result } from './result.types.ts';
import { readNodeId, readVersions, writeVersions } from './version-codec.ts';
import type { Version } from './version.ts';

/**
 * A disk record. `identity` names the owner of the directory. `replica` holds the versions of a key
 * and how many writes to it this node has numbered. `hint` holds versions kept for their owner.
 */
export type DiskRecord =
  | { readonly kind: 'identity'; readonly node: NodeId }
  | {
      readonly kind: 'replica';
      readonly key: string;
      readonly versions: readonly Version[];
      readonly counter: number;
    }
  | {
      readonly kind: 'hint';
      readonly owner: NodeId;
      readonly key: string;
      readonly versions: readonly Version[];
    };

/** Why a record cannot be used. `misplaced`: it belongs under another disk key. */
export type RecordError =
  | EnvelopeError
  | { readonly kind: 'misplaced'; readonly belongsUnder: string };

/** The disk key of the identity record. */
export const IDENTITY_KEY = 'identity';

/** The disk key of a record; distinct subjects have distinct keys, since node ids have no slash. */
export function diskKeyOf(record: DiskRecord): string {
  return match(record)
    .with({ kind: 'identity' }, () => IDENTITY_KEY)
    .with({ kind: 'replica' }, ({ key }) => `replica/${key}`)
    .with({ kind: 'hint' }, ({ owner, key }) => `hint/${owner}/${key}`)
    .exhaustive();
}

/** The bytes of a record. */
export function encodeRecord(record: DiskRecord): Uint8Array {
  const writer = new ByteWriter();
  match(record)
    .with({ kind: 'identity' }, ({ node }) => {
      writer.byte(0);
      writer.text(node);
    })
    .with({ kind: 'replica' }, ({ key, versions, counter }) => {
      writer.byte(1);
      writer.text(key);
      writer.uint(counter);
      writeVersions(writer, versions);
    })
    .with({ kind: 'hint' }, ({ owner, key, versions }) => {
      writer.byte(2);
      writer.text(owner);
      writer.text(key);
      writeVersions(writer, versions);
    })
    .exhaustive();
  return seal(writer.finish());
}

/** The record found under a disk key; one that was written for another key is refused. */
export function decodeRecord(diskKey: string, bytes: Uint8Array): Result<DiskRecord, RecordError> {
  const opened = unseal(bytes);
  if (opened.kind === 'error') return opened;
  const reader = new ByteReader(opened.value);
  const record = readRecord(reader);
  reader.end();
  if (reader.failure !== null || record === null) {
    const reason = reader.failure ?? 'the kind of record is unknown';
    return { kind: 'error', error: { kind: 'malformed', reason } };
  }
  const belongsUnder = diskKeyOf(record);
  if (belongsUnder !== diskKey)
    return { kind: 'error', error: { kind: 'misplaced', belongsUnder } };
  return { kind: 'ok', value: record };
}

function readRecord(reader: ByteReader): DiskRecord | null {
  const kind = reader.byte();
  if (kind === 0) return { kind: 'identity', node: readNodeId(reader) };
  if (kind === 1) {
    const key = reader.text(MAX_KEY_BYTES);
    const counter = reader.uint();
    return { kind: 'replica', key, counter, versions: readVersions(reader) };
  }
  if (kind === 2) {
    const owner = readNodeId(reader);
    const key = reader.text(MAX_KEY_BYTES);
    return { kind: 'hint', owner, key, versions: readVersions(reader) };
  }
  return null;
}
