import { describe, expect, it } from 'vitest';
import { encodeContext } from '../../../impl/core/context-codec.ts';
import { MAX_SIBLINGS, MAX_VALUE_BYTES } from '../../../impl/core/limits.ts';
import { Scene } from '../scene.ts';

describe('a put', () => {
  it('is stored at its coordinator and sent to every other home node in one step', () => {
    const scene = new Scene();
    scene.put('n1', 'x');
    expect(scene.held('n1')).toEqual(['x']);
    expect(scene.mail()).toEqual(['n1>n2 store', 'n1>n3 store']);
    expect(scene.timers('n1')).toEqual(['requestTimeout']);
  });

  it('is answered once W nodes have acknowledged, its own copy counted', () => {
    const scene = new Scene();
    const id = scene.put('n1', 'x');
    expect(scene.answer(id)).toBeNull();
    scene.deliver('n1>n2');
    expect(scene.held('n2')).toEqual(['x']);
    scene.deliver('n2>n1 stored');
    expect(scene.answer(id)).toMatchObject({ kind: 'putDone', id });
    expect(scene.timers('n1')).toEqual([]);
    expect(scene.cluster.inspect('n1')?.puts).toEqual([]);
  });

  it('with W=1 is answered in its own step', () => {
    const scene = new Scene({ w: 1 });
    expect(scene.answer(scene.put('n1', 'x'))?.kind).toBe('putDone');
    expect(scene.timers('n1')).toEqual([]);
  });

  it('counts no node twice, however often its acknowledgement arrives', () => {
    const scene = new Scene({ w: 3 });
    const id = scene.put('n1', 'x');
    scene.deliver('n1>n2');
    for (const { id: frame } of scene.cluster.inFlight().filter(({ from }) => from === 'n2')) {
      scene.cluster.perform({ kind: 'duplicate', frame });
    }
    expect(scene.deliver('n2>n1 stored')).toBe(2);
    expect(scene.answer(id)).toBeNull();
    expect(scene.cluster.inspect('n1')?.puts[0]?.ackers).toEqual(['n1', 'n2']);
  });

  it('is acknowledged even by a node that held the version already', () => {
    const scene = new Scene({ w: 3 });
    scene.put('n1', 'x');
    const store = scene.cluster.inFlight().find(({ to }) => to === 'n2')?.id ?? 0;
    scene.cluster.perform({ kind: 'duplicate', frame: store });
    scene.deliver('n1>n2');
    expect(scene.mail().filter((mail) => mail === 'n2>n1 stored')).toHaveLength(2);
    expect(scene.held('n2')).toEqual(['x']);
  });

  it('whose time is up is answered as unknown, and later acknowledgements vanish', () => {
    const scene = new Scene();
    const id = scene.put('n1', 'x');
    expect(scene.fire('n1', 'requestTimeout')).toEqual({ kind: 'done' });
    expect(scene.answer(id)).toEqual({ kind: 'putUnknown', id });
    scene.deliverAll();
    expect(scene.cluster.replies()).toHaveLength(1);
    expect(scene.held('n3')).toEqual(['x']);
  });

  it('takes no acknowledgement of an earlier request of the same name', () => {
    const scene = new Scene({ w: 3 });
    const request = { kind: 'put', id: 'same', key: 'k', value: Buffer.from('x'), context: null };
    const action = { kind: 'request', node: 'n1', connection: 'c1' } as const;
    scene.cluster.segment({ ...action, request: { ...request, kind: 'put' } });
    scene.deliver('store');
    scene.cluster.perform({ kind: 'crash', node: 'n1' });
    scene.cluster.segment({ kind: 'restart', node: 'n1' });
    scene.cluster.segment({ ...action, request: { ...request, kind: 'put' } });
    expect(scene.deliver('>n1 stored')).toBe(2);
    expect(scene.cluster.inspect('n1')?.puts[0]?.ackers).toEqual(['n1']);
    expect(scene.cluster.replies()).toEqual([]);
  });

  it('at a node that is no home node is sent to one that is believed up', () => {
    const scene = new Scene({ size: 4 });
    const first = scene.put('n4', 'x');
    expect(scene.answer(first)).toEqual({ kind: 'redirect', id: first, to: 'n1' });
    scene.cluster.segment({ kind: 'suspect', node: 'n4', peer: 'n1' });
    const second = scene.put('n4', 'x');
    expect(scene.answer(second)).toEqual({ kind: 'redirect', id: second, to: 'n2' });
    expect(scene.mail()).toEqual([]);
  });

  it('with the context of a read replaces what was read; without one it makes a sibling', () => {
    const scene = new Scene({ w: 1 });
    const first = scene.put('n1', 'x');
    scene.put('n1', 'y', scene.context(first));
    expect(scene.held('n1')).toEqual(['y']);
    const blind = scene.put('n1', 'z');
    expect(scene.held('n1')).toEqual(['y', 'z']);
    expect(scene.context(blind)).toBe(encodeContext(new Map()));
  });

  it('under the lecture clocks replaces even what its client never saw, at one coordinator', () => {
    const scene = new Scene({ w: 1, policy: 'vector-clock' });
    scene.put('n1', 'x');
    scene.put('n1', 'y');
    expect(scene.held('n1')).toEqual(['y']);
    expect(scene.cluster.inspect('n1')?.replicas['k']?.counter).toBe(2);
  });

  it('under context clocks gives two blind puts the same clock and keeps the greater value', () => {
    const scene = new Scene({ w: 1, policy: 'vv-ctx' });
    scene.put('n1', 'y');
    scene.put('n1', 'x');
    expect(scene.held('n1')).toEqual(['y']);
    expect(scene.cluster.inspect('n1')?.replicas['k']?.counter).toBe(0);
  });

  it('under lww is stamped with the wall clock, and the greater stamp wins', () => {
    const scene = new Scene({ w: 1, policy: 'lww' });
    scene.cluster.setClock('n1', 500);
    scene.cluster.setClock('n2', 400);
    scene.put('n1', 'x');
    scene.put('n2', 'y');
    scene.deliverAll();
    expect(scene.held('n3')).toEqual(['x']);
    expect(scene.cluster.inspect('n3')?.replicas['k']?.versions[0]?.stamp).toBe(500);
  });

  it('that makes no sense is refused without effect', () => {
    const scene = new Scene();
    const value = Buffer.from('x');
    const put = { kind: 'put', key: 'k', value, context: null } as const;
    const kinds = [
      { ...put, context: 'garbage' },
      { ...put, context: '!' },
      { ...put, key: '' },
      { ...put, key: '\ud800' },
      { ...put, key: 'k'.repeat(1025) },
      { ...put, value: new Uint8Array(MAX_VALUE_BYTES + 1) },
    ].map((request) => {
      const answer = scene.answer(scene.ask('n1', request));
      return answer?.kind === 'refused' ? answer.error.kind : answer;
    });
    expect(kinds).toEqual([
      'unknownContext',
      'unknownContext',
      'badKey',
      'badKey',
      'badKey',
      'valueTooLarge',
    ]);
    const request = { ...put, id: '' };
    scene.cluster.segment({ kind: 'request', node: 'n1', connection: 'c1', request });
    expect(scene.answer('')).toMatchObject({ error: { kind: 'badRequestId' } });
    expect(scene.mail()).toEqual([]);
    expect(scene.held('n1')).toEqual([]);
  });

  it('without context is refused once there are too many siblings, and then a context helps', () => {
    const scene = new Scene({ w: 1 });
    for (let index = 0; index < MAX_SIBLINGS; index += 1) scene.put('n1', `${index}`);
    const refused = scene.put('n1', 'more');
    expect(scene.answer(refused)).toMatchObject({ error: { kind: 'tooManySiblings' } });
    const all = encodeContext(new Map([['n1', MAX_SIBLINGS]]));
    expect(scene.answer(scene.put('n1', 'one', all))?.kind).toBe('putDone');
    expect(scene.held('n1')).toEqual(['one']);
  });
});
