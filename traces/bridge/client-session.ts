/**
 * A client of the store, as the bridge plays it: it works through the same script as the spec's
 * client, with the causal contexts that the store itself gave it. A text of its own: it shares
 * nothing with the spec's client but the script.
 */

import { match } from 'ts-pattern';
import * as v from 'valibot';
import { decodeContext, encodeContext } from '../../impl/core/context-codec.ts';
import type { ContextToken } from '../../impl/core/context-codec.ts';
import type { ClientRequest, Response } from '../../impl/core/client.types.ts';
import { joinClocks } from '../../impl/core/clock.ts';
import type { Clock } from '../../impl/core/clock.ts';

const script = v.array(
  v.strictObject({
    op: v.picklist(['put', 'get']),
    id: v.string(),
    blind: v.optional(v.literal(true)),
  }),
);

/** What a client machine is told in a model. */
export const clientProgram = v.looseObject({ key: v.string(), script });

/** A client between two steps. `time` is the true time of its context, 0 except under `lww`. */
export interface ClientSession {
  readonly key: string;
  /** What is left to do, the step under way included. */
  readonly script: v.InferOutput<typeof script>;
  /** Whether the first step of the script was asked for already. */
  readonly waiting: boolean;
  /** What the store last said it has seen, joined; null while the store told it nothing. */
  readonly token: ContextToken | null;
  readonly time: number;
}

/** What a client asks, and the true time of the context that it asks with. */
export interface Asked {
  readonly request: ClientRequest;
  readonly time: number;
}

/** What a client is told, and the true time of the context in it. */
export interface Told {
  readonly response: Response;
  readonly time: number;
}

/** A client that has yet to begin. */
export function begun({ key, script: steps }: v.InferOutput<typeof clientProgram>): ClientSession {
  return { key, script: steps, waiting: false, token: null, time: 0 };
}

/** What the client asks next; null while it waits for an answer or when its script is done. */
export function nextRequest({
  key,
  script: [step],
  waiting,
  token,
  time,
}: ClientSession): Asked | null {
  if (step === undefined || waiting) return null;
  const { op, id, blind = false } = step;
  if (op === 'get') return { request: { kind: 'get', id, key }, time: 0 };
  const value = new Uint8Array(Buffer.from(id, 'latin1'));
  const context = blind ? null : token;
  return { request: { kind: 'put', id, key, value, context }, time: blind ? 0 : time };
}

/** The client after it was told something; anything but the answer it waits for passes it by. */
export function after(session: ClientSession, { response, time }: Told): ClientSession {
  const [step, ...rest] = session.script;
  if (!session.waiting || step?.id !== response.id) return session;
  const turned = { ...session, script: rest, waiting: false };
  return match(response)
    .with({ kind: 'putDone' }, { kind: 'getDone' }, ({ context }) => ({
      ...turned,
      token: joined(session.token, context),
      time: Math.max(session.time, time),
    }))
    .with({ kind: 'putUnknown' }, { kind: 'getUnknown' }, () => turned)
    .with({ kind: 'redirect' }, { kind: 'refused' }, () => session)
    .exhaustive();
}

/**
 * The clock in a token of the store.
 * @throws Error if the store made it so that it can't read it.
 */
export function clockIn(token: ContextToken | null): Clock {
  const decoded = decodeContext(token);
  if (decoded.kind === 'ok') return decoded.value;
  throw new Error(`the store gave out a causal context that it can't read: ${decoded.error.kind}`);
}

function joined(known: ContextToken | null, news: ContextToken): ContextToken {
  return known === null ? news : encodeContext(joinClocks(clockIn(known), clockIn(news)));
}
