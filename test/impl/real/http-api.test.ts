import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_VALUE_BYTES } from '../../../impl/core/limits.ts';
import type { RunningServer } from '../../../impl/real/node-server.ts';
import { Cleanup, startNodes } from '../real-nodes.ts';

const cleanup = new Cleanup();
let nodes: readonly RunningServer[] = [];
beforeAll(async () => {
  nodes = await startNodes(cleanup, { size: 4 });
});
afterAll(() => cleanup.run());

function url(node: number, path: string): string {
  return `${nodes[node - 1]?.httpUrl ?? ''}${path}`;
}

function put(node: number, key: string, body: string | Uint8Array, context?: string | null) {
  const headers = context === undefined || context === null ? {} : { 'x-quorate-context': context };
  return fetch(url(node, `/kv/${encodeURIComponent(key)}`), {
    method: 'PUT',
    body: Buffer.from(body),
    headers,
  });
}

function get(node: number, key: string): Promise<Response> {
  return fetch(url(node, `/kv/${encodeURIComponent(key)}`));
}

function suspectsOf(node: number): readonly string[] {
  return nodes[node - 1]?.runtime.summary().suspects ?? [];
}

async function errorOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  return { status: response.status, ...Object(body) };
}

describe('a key over HTTP', () => {
  it('is written at one node and read at every other, bytes unchanged', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const written = await put(1, 'bytes', bytes);
    expect(written.status).toBe(204);
    expect(written.headers.get('x-quorate-context')).toMatch(/^[\w-]+$/);
    for (const node of [1, 2, 3, 4]) {
      const found = await get(node, 'bytes');
      expect(found.status).toBe(200);
      expect(new Uint8Array(await found.arrayBuffer())).toEqual(bytes);
    }
  });

  it('may be any text, and its value may be empty', async () => {
    const key = 'ключ/with spaces?&#%';
    expect((await put(2, key, '')).status).toBe(204);
    const found = await get(3, key);
    expect([found.status, await found.text()]).toEqual([200, '']);
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString'])(
    'may be called %s, as what every object has',
    async (key) => {
      expect((await get(1, key)).status).toBe(404);
      expect((await put(2, key, `of ${key}`)).status).toBe(204);
      const found = await get(3, key);
      expect([found.status, await found.text()]).toEqual([200, `of ${key}`]);
      const context = found.headers.get('x-quorate-context');
      expect((await put(4, key, 'another', context)).status).toBe(204);
      expect(await (await get(1, key)).text()).toBe('another');
    },
  );

  it('with concurrent writes shows its siblings, and one value after a write that saw them', async () => {
    await put(1, 'cart', 'milk');
    await put(1, 'cart', Uint8Array.of(0xff));
    const both = await get(2, 'cart');
    expect(both.status).toBe(300);
    expect(await both.json()).toEqual([
      { base64: 'bWlsaw==', text: 'milk' },
      { base64: '/w==', text: null },
    ]);
    await put(2, 'cart', 'milk and bread', both.headers.get('x-quorate-context'));
    const merged = await get(1, 'cart');
    expect([merged.status, await merged.text()]).toEqual([200, 'milk and bread']);
  });

  it('that was never written is not found, with a context to write it with', async () => {
    const missing = await get(1, 'missing');
    const context = missing.headers.get('x-quorate-context');
    expect(await errorOf(missing)).toMatchObject({ status: 404, error: 'notFound' });
    expect((await put(1, 'missing', 'x', context)).status).toBe(204);
  });

  it('at a node that is no home node is redirected to one for a write', async () => {
    const answer = await fetch(url(4, '/kv/k'), { method: 'PUT', body: 'x', redirect: 'manual' });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe(url(1, '/kv/k'));
    expect((await put(4, 'k', 'x')).status).toBe(204);
  });
});

describe('a bad request', () => {
  it.each([
    ['an unknown context', () => put(1, 'k', 'x', 'AAAA'), 400, 'unknownContext'],
    ['a context that is no token at all', () => put(1, 'k', 'x', '!!'), 400, 'unknownContext'],
    ['an empty key', () => get(1, ''), 400, 'badKey'],
    ['a key that is too long', () => get(1, 'k'.repeat(1025)), 400, 'badKey'],
    [
      'a value that is too large',
      () => put(1, 'k', new Uint8Array(MAX_VALUE_BYTES + 1)),
      413,
      'valueTooLarge',
    ],
    ['a route that is none', () => fetch(url(1, '/nothing')), 404, 'noSuchRoute'],
    [
      'a request id that is too long',
      () => fetch(url(1, '/kv/k'), { headers: { 'x-quorate-request': 'x'.repeat(129) } }),
      400,
      'badRequestId',
    ],
    [
      'a suspicion of a stranger',
      () => fetch(url(1, '/admin/suspect/n9'), { method: 'POST' }),
      404,
      'noSuchPeer',
    ],
    [
      'an unknown verdict',
      () => fetch(url(1, '/admin/forgive/n2'), { method: 'POST' }),
      404,
      'noSuchPeer',
    ],
  ] as const)('with %s is refused, and the node goes on', async (_name, ask, status, error) => {
    expect(await errorOf(await ask())).toMatchObject({
      status,
      error,
      message: expect.any(String),
    });
    expect((await fetch(url(1, '/status'))).status).toBe(200);
  });

  it('with a malformed escape is refused', async () => {
    expect(await errorOf(await fetch(url(1, '/kv/%E0%A4%A')))).toMatchObject({
      status: 400,
      error: 'badKey',
    });
  });

  it('that leaves ever more siblings is refused with the way out', async () => {
    for (let index = 0; index < 64; index += 1) {
      await put(1, 'crowd', `${index}`);
    }
    expect(await errorOf(await put(1, 'crowd', 'more'))).toMatchObject({ status: 409 });
    const context = (await get(1, 'crowd')).headers.get('x-quorate-context');
    expect((await put(1, 'crowd', 'one', context)).status).toBe(204);
  });
});

describe('the operator', () => {
  it('sees what a node knows of itself', async () => {
    expect(await (await fetch(url(2, '/status'))).json()).toMatchObject({
      id: 'n2',
      phase: 'running',
      settings: { n: 3, r: 2, w: 2, repair: 'async', sloppy: true, policy: 'dvv' },
    });
  });

  it('reads metrics in the Prometheus format', async () => {
    await get(1, 'k');
    const page = await fetch(url(1, '/metrics'));
    expect(page.headers.get('content-type')).toContain('text/plain');
    const text = await page.text();
    expect(text).toContain('quorate_up{node="n1"} 1');
    expect(text).toMatch(/quorate_responses\{outcome="getDone",node="n1"\} \d+/);
  });

  it('declares a peer down and up again', async () => {
    await fetch(url(3, '/admin/suspect/n1'), { method: 'POST' });
    expect(suspectsOf(3)).toEqual(['n1']);
    await fetch(url(3, '/admin/trust/n1'), { method: 'POST' });
    expect(suspectsOf(3)).toEqual([]);
  });
});
