// The store's HTTP interface from the client's side.

import { EMPTY_CLOCK } from '../core/clock.ts';
import { encodeContext } from '../core/context-codec.ts';
import { CONTEXT_HEADER, type SiblingBody } from './http-api.ts';

/** What a get gave: all siblings (none: not found) and the context to put with. */
export type Found = {
  readonly kind: 'found';
  readonly values: readonly Uint8Array[];
  readonly context: string;
};

/**
 * A put that was acknowledged. `context` is to be handed back with the next one. It covers the write
 * unless there are siblings that the put had not seen: naming the write would claim to have seen
 * those as well, so it stays what the put was given, and a put with it makes one more sibling.
 */
export type Stored = {
  readonly kind: 'stored';
  readonly context: string;
  readonly coversWrite: boolean;
};

/** Why there is no result. `status` is null if the node could not be reached. */
export type ClientFailure = {
  readonly kind: 'failed';
  readonly status: number | null;
  readonly message: string;
};

/** Asks a node (its base URL) for a key, following it to another node if it says so. */
export async function getValue(node: string, key: string): Promise<Found | ClientFailure> {
  return attempt(node, async () => {
    const response = await fetch(keyUrl(node, key));
    const context = response.headers.get(CONTEXT_HEADER) ?? '';
    if (response.status === 200) {
      return { kind: 'found', values: [new Uint8Array(await response.arrayBuffer())], context };
    }
    if (response.status === 300) {
      // The node's own format; what else may answer here is caught as a failed attempt.
      const siblings = (await response.json()) as readonly SiblingBody[];
      const values = siblings.map(({ base64 }) => new Uint8Array(Buffer.from(base64, 'base64')));
      return { kind: 'found', values, context };
    }
    if (response.status === 404 && context !== '') {
      await response.arrayBuffer();
      return { kind: 'found', values: [], context };
    }
    return refusal(response);
  });
}

/** Puts a value under a key; `context` null makes a sibling of whatever is there. */
export async function putValue(
  node: string,
  {
    key,
    value,
    context,
  }: { readonly key: string; readonly value: Uint8Array; readonly context: string | null },
): Promise<Stored | ClientFailure> {
  return attempt(node, async () => {
    const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
    if (context !== null) headers[CONTEXT_HEADER] = context;
    const body = new Uint8Array(value);
    const response = await fetch(keyUrl(node, key), { method: 'PUT', headers, body });
    if (response.status !== 204) return refusal(response);
    const answered = response.headers.get(CONTEXT_HEADER) ?? '';
    // Equal clocks have equal tokens, and a write that is covered makes the clock another one.
    const coversWrite = answered !== (context ?? encodeContext(EMPTY_CLOCK));
    return { kind: 'stored', context: answered, coversWrite };
  });
}

function keyUrl(node: string, key: string): URL {
  return new URL(`/kv/${encodeURIComponent(key)}`, node);
}

async function refusal(response: Response): Promise<ClientFailure> {
  const text = await response.text();
  return { kind: 'failed', status: response.status, message: messageIn(text) };
}

function messageIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // Not from a node of ours; its own words are the best there is.
  }
  return text;
}

async function attempt<T>(node: string, ask: () => Promise<T>): Promise<T | ClientFailure> {
  try {
    return await ask();
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const message = `No answer from ${node} (${reason}). Is the node running, and is this its HTTP address?`;
    return { kind: 'failed', status: null, message };
  }
}
