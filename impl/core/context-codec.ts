// The causal context as clients see it: an opaque text to be handed back with the next put.

import { ByteReader, ByteWriter } from './bytes.ts';
import { type Clock, EMPTY_CLOCK } from './clock.ts';
import { type EnvelopeError, seal, unseal } from './envelope.ts';
import type { Result } from './result.types.ts';
import { readClock, writeClock } from './version-codec.ts';

/** A causal context in its wire form: base64url without padding. */
export type ContextToken = string;

/** Why a context is refused. */
export type ContextError =
  | { readonly kind: 'notBase64url' }
  | { readonly kind: 'badContext'; readonly cause: EnvelopeError };

const MAX_TOKEN_CHARACTERS = 128 * 1024;
const MAX_CONTEXT_COUNTER = 2 ** 52;

/** The token for a clock; equal clocks give equal tokens. */
export function encodeContext(clock: Clock): ContextToken {
  const writer = new ByteWriter();
  writeClock(writer, clock);
  return Buffer.from(seal(writer.finish())).toString('base64url');
}

/** The clock in a token; no token (null) stands for the empty clock, as of a blind put. */
export function decodeContext(token: ContextToken | null): Result<Clock, ContextError> {
  if (token === null) return { kind: 'ok', value: EMPTY_CLOCK };
  if (token.length > MAX_TOKEN_CHARACTERS || !/^[A-Za-z0-9_-]+$/.test(token)) {
    return { kind: 'error', error: { kind: 'notBase64url' } };
  }
  const opened = unseal(new Uint8Array(Buffer.from(token, 'base64url')));
  if (opened.kind === 'error') return badContext(opened.error);
  const reader = new ByteReader(opened.value);
  const clock = readClock(reader);
  if ([...clock.values()].some((counter) => counter >= MAX_CONTEXT_COUNTER)) {
    reader.fail('a counter leaves no room for another write');
  }
  reader.end();
  if (reader.failure !== null) return badContext({ kind: 'malformed', reason: reader.failure });
  return { kind: 'ok', value: clock };
}

function badContext(cause: EnvelopeError): Result<Clock, ContextError> {
  return { kind: 'error', error: { kind: 'badContext', cause } };
}
