// Clocks and versions as fields of frames, records and causal contexts.

import type { ByteReader, ByteWriter } from './bytes.ts';
import { type Clock, compareText, type NodeId } from './clock.ts';
import {
  MAX_CLOCK_ENTRIES,
  MAX_NODE_ID_BYTES,
  MAX_VALUE_BYTES,
  MAX_VERSIONS,
  NODE_ID_PATTERN,
} from './limits.ts';
import { compareVersions, type Version } from './version.ts';

/** Reads a node's name. */
export function readNodeId(reader: ByteReader): NodeId {
  const node = reader.text(MAX_NODE_ID_BYTES);
  if (!NODE_ID_PATTERN.test(node)) reader.fail('a node id is malformed');
  return node;
}

/** Writes a clock: the number of entries, then node and counter, ascending by node. */
export function writeClock(writer: ByteWriter, clock: Clock): void {
  writer.uint(clock.size);
  for (const [node, counter] of clock) {
    writer.text(node);
    writer.uint(counter);
  }
}

/** Reads a clock; entries that are unsorted, repeated or 0 are refused. */
export function readClock(reader: ByteReader): Clock {
  const count = reader.count(MAX_CLOCK_ENTRIES);
  const clock = new Map<NodeId, number>();
  let previous = '';
  for (let index = 0; index < count && reader.failure === null; index += 1) {
    const node = readNodeId(reader);
    const counter = reader.uint();
    if (compareText(previous, node) >= 0) reader.fail('clock entries are out of order');
    if (counter === 0) reader.fail('a clock entry is 0');
    clock.set(node, counter);
    previous = node;
  }
  return clock;
}

/** Writes versions, which must be in canonical order. */
export function writeVersions(writer: ByteWriter, versions: readonly Version[]): void {
  writer.uint(versions.length);
  for (const { dot, clock, stamp, value } of versions) {
    writer.text(dot.node);
    writer.uint(dot.counter);
    writeClock(writer, clock);
    writer.uint(stamp);
    writer.bytes(value);
  }
}

/** Reads versions; out of canonical order or repeated ones are refused. */
export function readVersions(reader: ByteReader): readonly Version[] {
  const count = reader.count(MAX_VERSIONS);
  const versions: Version[] = [];
  for (let index = 0; index < count && reader.failure === null; index += 1) {
    const version = readVersion(reader);
    const previous = versions.at(-1);
    if (previous !== undefined && compareVersions(previous, version) >= 0) {
      reader.fail('versions are out of order');
    }
    versions.push(version);
  }
  return versions;
}

function readVersion(reader: ByteReader): Version {
  const dot = { node: readNodeId(reader), counter: reader.uint() };
  if (dot.counter === 0) reader.fail('a dot counts 0');
  const clock = readClock(reader);
  return { dot, clock, stamp: reader.uint(), value: reader.bytes(MAX_VALUE_BYTES) };
}
