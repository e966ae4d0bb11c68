// The wrapping of every frame and record: length, format version, checksum, content.

import { crc32 } from 'node:zlib';
import type { Result } from './result.types.ts';

/** Bytes in front of the content: u32 length of all that follows, u8 version, u32 CRC-32. */
export const ENVELOPE_BYTES = 9;

/** The greatest whole envelope accepted or produced, in bytes (64 MiB). */
export const MAX_ENVELOPE_BYTES = 64 * 1024 * 1024;

/** The format version written, and the only one read. */
const FORMAT_VERSION = 1;

/** Why an envelope cannot be opened. `malformed` is a content whose fields make no sense. */
export type EnvelopeError =
  | { readonly kind: 'truncated'; readonly expected: number; readonly received: number }
  | { readonly kind: 'oversized'; readonly length: number; readonly limit: number }
  | { readonly kind: 'trailing'; readonly extra: number }
  | { readonly kind: 'unsupportedVersion'; readonly version: number }
  | { readonly kind: 'badChecksum' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Wraps a content. All numbers are big-endian. The checksum covers the version byte as well. */
export function seal(content: Uint8Array): Uint8Array {
  const sealed = Buffer.alloc(ENVELOPE_BYTES + content.length);
  sealed.writeUInt32BE(sealed.length - 4, 0);
  sealed.writeUInt8(FORMAT_VERSION, 4);
  sealed.set(content, ENVELOPE_BYTES);
  sealed.writeUInt32BE(checksum(content), 5);
  return new Uint8Array(sealed);
}

function checksum(content: Uint8Array): number {
  return crc32(content, crc32(Uint8Array.of(FORMAT_VERSION)));
}

/** Takes the content out of an envelope that anybody may have made. */
export function unseal(sealed: Uint8Array): Result<Uint8Array, EnvelopeError> {
  const error = envelopeError(sealed);
  if (error !== null) return { kind: 'error', error };
  return { kind: 'ok', value: sealed.subarray(ENVELOPE_BYTES) };
}

function envelopeError(sealed: Uint8Array): EnvelopeError | null {
  const received = sealed.length;
  if (received < ENVELOPE_BYTES) return { kind: 'truncated', expected: ENVELOPE_BYTES, received };
  const view = new DataView(sealed.buffer, sealed.byteOffset, received);
  const expected = view.getUint32(0) + 4;
  if (expected > MAX_ENVELOPE_BYTES) {
    return { kind: 'oversized', length: expected, limit: MAX_ENVELOPE_BYTES };
  }
  if (expected > received) return { kind: 'truncated', expected, received };
  if (expected < received) return { kind: 'trailing', extra: received - expected };
  const version = view.getUint8(4);
  if (version !== FORMAT_VERSION) return { kind: 'unsupportedVersion', version };
  if (view.getUint32(5) !== checksum(sealed.subarray(ENVELOPE_BYTES))) {
    return { kind: 'badChecksum' };
  }
  return null;
}
