import { describe, expect, it } from 'vitest';
import { createNode, type StoreNode } from '../../../impl/core/node.ts';
import { decodeFrame, encodeFrame } from '../../../impl/core/frame-codec.ts';
import type { Message, RequestRef } from '../../../impl/core/message.types.ts';
import { step } from '../../../impl/core/step.ts';
import type { Effect } from '../../../impl/core/step.types.ts';
import { configurationOf, type SceneOptions } from '../scene.ts';

const REQUEST = { id: 'q', incarnation: 1, sequence: 1 };
const VERSION = {
  dot: { node: 'n1', counter: 1 },
  clock: new Map(),
  stamp: 0,
  value: Uint8Array.of(120),
};

function running(id: string, options: SceneOptions = {}): StoreNode {
  const node = createNode(configurationOf(id, options));
  step(node, { kind: 'boot', image: new Map(), incarnation: 1 }, 0);
  step(node, { kind: 'diskDone', operation: 1, outcome: 'ok' }, 0);
  return node;
}

function receive(node: StoreNode, message: Message): readonly Effect[] {
  const bytes = encodeFrame({ from: 'n1', to: node.configuration.id, message });
  return step(node, { kind: 'frame', bytes }, 0);
}

function said(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.kind === 'reply') return [effect.response.kind];
    if (effect.kind !== 'send') return [];
    const decoded = decodeFrame(effect.bytes);
    return [decoded.kind === 'ok' ? decoded.value.message.kind : decoded.error.kind];
  });
}

function durable(node: StoreNode, operation: number): readonly string[] {
  return said(step(node, { kind: 'diskDone', operation, outcome: 'ok' }, 0));
}

function refused(node: StoreNode): unknown {
  return Object.fromEntries(node.refusedFrames);
}

function ref(id: string, sequence: number): RequestRef {
  return { id, incarnation: 1, sequence };
}

describe('what a node says about a key', () => {
  it('waits for the write that it promises', () => {
    const node = running('n2');
    const effects = receive(node, {
      kind: 'store',
      request: REQUEST,
      key: 'k',
      versions: [VERSION],
    });
    expect(effects.map(({ kind }) => kind)).toEqual(['persist']);
    expect(durable(node, 2)).toEqual(['stored']);
  });

  it('waits even if this very message wrote nothing', () => {
    const node = running('n2');
    const store = { kind: 'store', request: REQUEST, key: 'k', versions: [VERSION] } as const;
    receive(node, store);
    expect(receive(node, store)).toEqual([]);
    expect(said(receive(node, { kind: 'read', request: REQUEST, key: 'k' }))).toEqual([]);
    expect(durable(node, 2)).toEqual(['stored', 'stored', 'held']);
  });

  it('does not wait for writes to other keys', () => {
    const node = running('n2');
    receive(node, { kind: 'store', request: REQUEST, key: 'k', versions: [VERSION] });
    expect(said(receive(node, { kind: 'read', request: REQUEST, key: 'j' }))).toEqual(['held']);
    expect(said(receive(node, { kind: 'ping' }))).toEqual(['pong']);
  });

  it('waits for later writes only if it was said after them', () => {
    const node = running('n2');
    const next = { ...VERSION, dot: { node: 'n1', counter: 2 } };
    receive(node, { kind: 'store', request: REQUEST, key: 'k', versions: [VERSION] });
    receive(node, { kind: 'handOff', key: 'k', versions: [next] });
    expect(durable(node, 2)).toEqual(['stored']);
    expect(durable(node, 3)).toEqual(['handedOff']);
  });

  it('keeps its order when completions arrive in another one', () => {
    const node = running('n2');
    const next = { ...VERSION, dot: { node: 'n1', counter: 2 } };
    receive(node, { kind: 'store', request: REQUEST, key: 'k', versions: [VERSION] });
    receive(node, { kind: 'handOff', key: 'k', versions: [next] });
    expect(durable(node, 3)).toEqual([]);
    expect(durable(node, 2)).toEqual(['stored', 'handedOff']);
    expect(durable(node, 2)).toEqual([]);
  });

  it('covers the replication of a put and its answer', () => {
    const node = running('n1', { w: 1 });
    const request = { kind: 'put', id: 'q', key: 'k', value: Uint8Array.of(1), context: null };
    const effects = step(
      node,
      { kind: 'request', connection: 'c', request: { ...request, kind: 'put' } },
      0,
    );
    expect(said(effects)).toEqual([]);
    expect(durable(node, 2)).toEqual(['store', 'store', 'putDone']);
  });

  it('covers repairs, hints and their handoff', () => {
    const node = running('n2');
    receive(node, { kind: 'repair', request: REQUEST, key: 'k', versions: [VERSION] });
    expect(durable(node, 2)).toEqual(['repaired']);
    const hint = { request: REQUEST, key: 'j', owner: 'n3', versions: [VERSION] };
    receive(node, { kind: 'storeHint', ...hint });
    const fired = step(node, { kind: 'timer', timer: 'handoffDelay/j' }, 0);
    expect(said(fired)).toEqual([]);
    expect(durable(node, 3)).toEqual(['stored', 'handOff']);
  });

  it('is never said when the write fails: the node stops instead', () => {
    const node = running('n2');
    receive(node, { kind: 'store', request: REQUEST, key: 'k', versions: [VERSION] });
    const failed = step(node, { kind: 'diskDone', operation: 2, outcome: 'failed' }, 0);
    expect(failed).toEqual([{ kind: 'halt', reason: { kind: 'diskFailed', operation: 2 } }]);
    expect(durable(node, 2)).toEqual([]);
    expect(receive(node, { kind: 'ping' })).toEqual([]);
    const request = { kind: 'get', id: 'q', key: 'k' } as const;
    const answer = step(node, { kind: 'request', connection: 'c', request }, 0);
    expect(answer).toMatchObject([{ response: { error: { kind: 'notRunning' } } }]);
  });
});

describe('a frame', () => {
  it('that cannot be read is counted and dropped', () => {
    const node = running('n2');
    expect(step(node, { kind: 'frame', bytes: new Uint8Array() }, 0)).toEqual([]);
    expect(step(node, { kind: 'frame', bytes: new Uint8Array(20) }, 0)).toEqual([]);
    expect(refused(node)).toEqual({ truncated: 1, trailing: 1 });
  });

  it('for another node, from a stranger or for an unknown owner is counted and dropped', () => {
    const node = running('n2');
    const ping = { kind: 'ping' } as const;
    const hint = { kind: 'storeHint', request: REQUEST, key: 'k', versions: [VERSION] } as const;
    for (const frame of [
      { from: 'n1', to: 'n3', message: ping },
      { from: 'n9', to: 'n2', message: ping },
      { from: 'n2', to: 'n2', message: ping },
      { from: 'n1', to: 'n2', message: { ...hint, owner: 'n9' } },
      { from: 'n1', to: 'n2', message: { ...hint, owner: 'n2' } },
    ]) {
      expect(step(node, { kind: 'frame', bytes: encodeFrame(frame) }, 0)).toEqual([]);
    }
    expect(refused(node)).toEqual({ misrouted: 1, unknownPeer: 4 });
  });

  it('that answers nothing asked is ignored', () => {
    const node = running('n2');
    expect(receive(node, { kind: 'stored', request: REQUEST })).toEqual([]);
    expect(receive(node, { kind: 'repaired', request: REQUEST })).toEqual([]);
    expect(receive(node, { kind: 'held', request: REQUEST, versions: [] })).toEqual([]);
    expect(receive(node, { kind: 'handedOff', key: 'k', versions: [VERSION] })).toEqual([]);
    expect(receive(node, { kind: 'pong' })).toEqual([]);
    expect(refused(node)).toEqual({});
  });

  it('with a hint of nothing keeps nothing', () => {
    const node = running('n2');
    const hint = { kind: 'storeHint', request: REQUEST, key: 'k', versions: [] } as const;
    expect(said(receive(node, { ...hint, owner: 'n3' }))).toEqual(['stored']);
    expect(node.hints.size).toBe(0);
  });
});

describe('an answer', () => {
  it('from a node that was not asked does not count', () => {
    const node = running('n1', { size: 4, repair: 'block', w: 3 });
    const get = { kind: 'get', id: 'g', key: 'k' } as const;
    const put = { kind: 'put', id: 'p', key: 'k', value: Uint8Array.of(1), context: null } as const;
    step(node, { kind: 'request', connection: 'c', request: put }, 0);
    step(node, { kind: 'request', connection: 'c', request: get }, 0);
    const from = (peer: string, message: Message): readonly Effect[] =>
      step(node, { kind: 'frame', bytes: encodeFrame({ from: peer, to: 'n1', message }) }, 0);
    from('n4', { kind: 'held', request: ref('g', 2), versions: [] });
    from('n4', { kind: 'stored', request: ref('p', 1) });
    from('n2', { kind: 'repaired', request: ref('g', 2) });
    expect([...(node.gets.get(2)?.answers.keys() ?? [])]).toEqual(['n1']);
    expect(node.gets.get(2)?.holders.size).toBe(0);
    expect([...(node.puts.get(1)?.ackers ?? [])]).toEqual(['n1']);
    from('n3', { kind: 'held', request: ref('g', 2), versions: [] });
    from('n4', { kind: 'repaired', request: ref('g', 2) });
    expect([...(node.gets.get(2)?.holders ?? [])]).toEqual(['n1']);
  });
});
