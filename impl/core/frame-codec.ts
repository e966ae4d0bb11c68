// Frames between nodes as bytes.

import { ByteReader, ByteWriter } from './bytes.ts';
import { type EnvelopeError, seal, unseal } from './envelope.ts';
import { MAX_KEY_BYTES, MAX_REQUEST_ID_BYTES, isKey, isRequestId } from './limits.ts';
import type { Frame, Message, RequestRef } from './message.types.ts';
import type { Result } from './result.types.ts';
import { readNodeId, readVersions, writeVersions } from './version-codec.ts';

/** Why a frame is dropped. The last two are found by the node that it reached. */
export type FrameError =
  | EnvelopeError
  | { readonly kind: 'misrouted'; readonly to: string }
  | { readonly kind: 'unknownPeer'; readonly from: string };

const KINDS = [
  'store',
  'storeHint',
  'stored',
  'read',
  'readHint',
  'held',
  'repair',
  'repaired',
  'handOff',
  'handedOff',
  'ping',
  'pong',
] as const satisfies readonly Message['kind'][];

/** The bytes of a frame; equal frames give equal bytes. */
export function encodeFrame(frame: Frame): Uint8Array {
  const writer = new ByteWriter();
  writer.text(frame.from);
  writer.text(frame.to);
  writer.byte(KINDS.indexOf(frame.message.kind));
  writeMessage(writer, frame.message);
  return seal(writer.finish());
}

/** The frame in bytes that anybody may have sent. */
export function decodeFrame(bytes: Uint8Array): Result<Frame, FrameError> {
  const opened = unseal(bytes);
  if (opened.kind === 'error') return opened;
  const reader = new ByteReader(opened.value);
  const from = readNodeId(reader);
  const to = readNodeId(reader);
  const message = readMessage(reader);
  reader.end();
  if (reader.failure !== null || message === null) {
    const reason = reader.failure ?? 'the kind of message is unknown';
    return { kind: 'error', error: { kind: 'malformed', reason } };
  }
  return { kind: 'ok', value: { from, to, message } };
}

function writeMessage(writer: ByteWriter, message: Message): void {
  switch (message.kind) {
    case 'store':
    case 'storeHint':
      writeRequest(writer, message.request);
      writer.text(message.key);
      if (message.kind === 'storeHint') writer.text(message.owner);
      writeVersions(writer, message.versions);
      return;
    case 'stored':
    case 'repaired':
      writeRequest(writer, message.request);
      return;
    case 'read':
    case 'readHint':
      writeRequest(writer, message.request);
      writer.text(message.key);
      return;
    case 'held':
      writeRequest(writer, message.request);
      writeVersions(writer, message.versions);
      return;
    case 'repair':
      writer.byte(message.request === null ? 0 : 1);
      if (message.request !== null) writeRequest(writer, message.request);
      writer.text(message.key);
      writeVersions(writer, message.versions);
      return;
    case 'handOff':
    case 'handedOff':
      writer.text(message.key);
      writeVersions(writer, message.versions);
      return;
    case 'ping':
    case 'pong':
      return;
  }
}

function writeRequest(writer: ByteWriter, request: RequestRef): void {
  writer.text(request.id);
  writer.uint(request.incarnation);
  writer.uint(request.sequence);
}

// The fields of an object literal are evaluated in the order in which they are written: that order
// is the order on the wire.
const READERS: {
  readonly [K in Message['kind']]: (reader: ByteReader) => Message & { readonly kind: K };
} = {
  store: (reader) => ({ kind: 'store', request: readRequest(reader), ...readKeyed(reader) }),
  storeHint: (reader) => ({
    kind: 'storeHint',
    request: readRequest(reader),
    key: readKey(reader),
    owner: readNodeId(reader),
    versions: readVersions(reader),
  }),
  stored: (reader) => ({ kind: 'stored', request: readRequest(reader) }),
  read: (reader) => ({ kind: 'read', request: readRequest(reader), key: readKey(reader) }),
  readHint: (reader) => ({ kind: 'readHint', request: readRequest(reader), key: readKey(reader) }),
  held: (reader) => ({
    kind: 'held',
    request: readRequest(reader),
    versions: readVersions(reader),
  }),
  repair: (reader) => ({
    kind: 'repair',
    request: readOptionalRequest(reader),
    ...readKeyed(reader),
  }),
  repaired: (reader) => ({ kind: 'repaired', request: readRequest(reader) }),
  handOff: (reader) => ({ kind: 'handOff', ...readKeyed(reader) }),
  handedOff: (reader) => ({ kind: 'handedOff', ...readKeyed(reader) }),
  ping: () => ({ kind: 'ping' }),
  pong: () => ({ kind: 'pong' }),
};

function readMessage(reader: ByteReader): Message | null {
  const kind = KINDS[reader.byte()];
  return kind === undefined ? null : READERS[kind](reader);
}

function readKeyed(reader: ByteReader): Pick<Message & { kind: 'handOff' }, 'key' | 'versions'> {
  return { key: readKey(reader), versions: readVersions(reader) };
}

function readKey(reader: ByteReader): string {
  const key = reader.text(MAX_KEY_BYTES);
  if (!isKey(key)) reader.fail('a key is malformed');
  return key;
}

function readRequest(reader: ByteReader): RequestRef {
  const id = reader.text(MAX_REQUEST_ID_BYTES);
  if (!isRequestId(id)) reader.fail('a request id is malformed');
  return { id, incarnation: reader.uint(), sequence: reader.uint() };
}

function readOptionalRequest(reader: ByteReader): RequestRef | null {
  const present = reader.byte();
  if (present > 1) reader.fail('a presence mark is neither 0 nor 1');
  return present === 1 ? readRequest(reader) : null;
}
