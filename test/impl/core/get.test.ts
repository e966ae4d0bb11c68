import { describe, expect, it } from 'vitest';
import { Scene } from '../scene.ts';

/** A cluster in which only n1 holds `x`. */
function withStragglers(options: ConstructorParameters<typeof Scene>[0]): Scene {
  const scene = new Scene({ w: 1, ...options });
  scene.put('n1', 'x');
  scene.drop('store');
  return scene;
}

describe('a get', () => {
  it('asks every other target and counts its own copy as the first answer', () => {
    const scene = withStragglers({});
    const id = scene.get('n1');
    expect(scene.mail()).toEqual(['n1>n2 read', 'n1>n3 read']);
    expect(scene.answer(id)).toBeNull();
    scene.deliver('read');
    scene.deliver('n2>n1 held');
    expect(scene.values(id)).toEqual(['x']);
  });

  it('may be coordinated by any node', () => {
    const scene = withStragglers({ size: 4, r: 3 });
    const id = scene.get('n4');
    expect(scene.mail()).toEqual(['n4>n1 read', 'n4>n2 read', 'n4>n3 read']);
    scene.deliverAll();
    expect(scene.values(id)).toEqual(['x']);
  });

  it('of a key never written answers with no version and the empty context', () => {
    const scene = new Scene({ r: 1 });
    const id = scene.get('n2');
    expect(scene.values(id)).toEqual([]);
    expect(scene.answer(scene.put('n2', 'x', scene.context(id)))).toBeNull();
  });

  it('answers all siblings with a context that covers them', () => {
    const scene = new Scene({ w: 1 });
    scene.put('n1', 'x');
    scene.put('n2', 'y');
    scene.deliverAll();
    const id = scene.get('n3');
    scene.deliverAll();
    expect(scene.values(id)).toEqual(['x', 'y']);
    scene.put('n3', 'z', scene.context(id));
    scene.deliverAll();
    expect(scene.held('n1')).toEqual(['z']);
  });

  it('whose time is up is answered as unknown, and later answers vanish', () => {
    const scene = withStragglers({});
    const id = scene.get('n1');
    scene.fire('n1', 'requestTimeout');
    expect(scene.answer(id)).toEqual({ kind: 'getUnknown', id });
    scene.deliverAll();
    expect(scene.cluster.replies()).toHaveLength(2);
    expect(scene.held('n2')).toEqual([]);
  });

  it('counts no answer twice', () => {
    const scene = withStragglers({});
    const id = scene.get('n2');
    scene.deliver('read');
    const held = scene.cluster.inFlight().find(({ from }) => from === 'n3')?.id ?? 0;
    scene.cluster.perform({ kind: 'duplicate', frame: held });
    scene.deliver('n3>n2 held');
    expect(scene.values(id)).toEqual([]);
    expect(Object.keys(scene.cluster.inspect('n2')?.gets[0]?.answers ?? {})).toEqual(['n2', 'n3']);
  });
});

describe('read repair off', () => {
  it('answers and ends, whatever the answers showed', () => {
    const scene = withStragglers({ repair: 'off' });
    const id = scene.get('n1');
    scene.deliverAll();
    expect(scene.values(id)).toEqual(['x']);
    expect(scene.held('n2')).toEqual([]);
    expect(scene.timers('n1')).toEqual([]);
  });
});

describe('asynchronous read repair', () => {
  it('answers first, then brings those that lack something up to date', () => {
    const scene = withStragglers({ repair: 'async' });
    const id = scene.get('n1');
    scene.deliver('read');
    scene.deliver('n2>n1 held');
    expect(scene.values(id)).toEqual(['x']);
    expect(scene.mail()).toEqual(['n3>n1 held', 'n1>n2 repair']);
    expect(scene.timers('n1')).toEqual(['repairTimeout']);
    scene.deliver('n3>n1 held');
    expect(scene.mail()).toEqual(['n1>n2 repair', 'n1>n3 repair']);
    expect(scene.timers('n1')).toEqual([]);
    scene.deliverAll();
    expect([scene.held('n2'), scene.held('n3')]).toEqual([['x'], ['x']]);
  });

  it('repairs its own copy in the same step, durably', () => {
    const scene = withStragglers({ repair: 'async' });
    scene.get('n2');
    scene.deliver('n2>n1');
    scene.deliver('n1>n2 held');
    expect(scene.held('n2')).toEqual(['x']);
    expect(scene.cluster.recovered('n2')?.replicas['k']?.versions).toHaveLength(1);
  });

  it('passes on the news of a late answer to those that answered before', () => {
    const scene = withStragglers({ repair: 'async' });
    const id = scene.get('n2');
    scene.deliver('read');
    scene.deliver('n3>n2 held');
    expect(scene.values(id)).toEqual([]);
    scene.deliver('n1>n2 held');
    expect(scene.held('n2')).toEqual(['x']);
    expect(scene.mail()).toEqual(['n2>n3 repair']);
    expect(scene.cluster.inspect('n2')?.gets).toEqual([]);
  });

  it('gives up on those that have not answered when its time is up, without a word', () => {
    const scene = withStragglers({ repair: 'async' });
    scene.get('n1');
    scene.deliver('n1>n2 read');
    scene.deliver('held');
    scene.fire('n1', 'repairTimeout');
    expect(scene.cluster.inspect('n1')?.gets).toEqual([]);
    expect(scene.cluster.replies()).toHaveLength(2);
  });

  it('leaves substitutes to hinted handoff', () => {
    const scene = withStragglers({ repair: 'async', size: 4 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    const id = scene.get('n1');
    expect(scene.mail()).toEqual(['n1>n2 read', 'n1>n4 readHint']);
    scene.deliver('n1>n4');
    scene.deliver('n4>n1 held');
    expect(scene.values(id)).toEqual(['x']);
    expect(scene.mail()).toEqual(['n1>n2 read']);
  });
});

describe('blocking read repair', () => {
  it('answers only when N-R+1 nodes hold the result', () => {
    const scene = withStragglers({ repair: 'block' });
    const id = scene.get('n1');
    scene.deliver('n1>n2 read');
    scene.deliver('held');
    expect(scene.mail()).toEqual(['n1>n3 read', 'n1>n2 repair']);
    expect(scene.answer(id)).toBeNull();
    expect(scene.cluster.inspect('n1')?.gets[0]).toMatchObject({
      phase: 'repairing',
      holders: ['n1'],
    });
    scene.deliver('repair');
    scene.deliver('n2>n1 repaired');
    expect(scene.values(id)).toEqual(['x']);
    expect(scene.timers('n1')).toEqual([]);
  });

  it('answers at once when enough nodes answered with the result', () => {
    const scene = new Scene({ repair: 'block' });
    scene.put('n1', 'x');
    scene.deliverAll();
    const id = scene.get('n1');
    scene.deliver('n1>n2 read');
    scene.deliver('held');
    expect(scene.values(id)).toEqual(['x']);
    expect(scene.mail()).toEqual(['n1>n3 read']);
  });

  it('counts its own copy as soon as that is repaired', () => {
    const scene = withStragglers({ repair: 'block' });
    const id = scene.get('n2');
    scene.deliver('n2>n1 read');
    scene.deliver('held');
    expect(scene.held('n2')).toEqual(['x']);
    expect(scene.values(id)).toEqual(['x']);
  });

  it('counts or repairs a late answer, and sticks to the result of the quorum', () => {
    const scene = withStragglers({ repair: 'block' });
    const id = scene.get('n3');
    scene.deliver('n3>n2 read');
    scene.deliver('held');
    expect(scene.values(id)).toEqual([]);

    const late = withStragglers({ repair: 'block', r: 1 });
    const second = late.get('n1');
    expect(late.answer(second)).toBeNull();
    late.deliver('read');
    late.deliver('n2>n1 held');
    expect(late.mail()).toEqual(['n3>n1 held', 'n1>n2 repair']);
    late.deliver('n3>n1 held');
    late.deliver('n1>n2 repair');
    late.deliver('n2>n1 repaired');
    expect(late.answer(second)).toBeNull();
    late.deliverAll();
    expect(late.values(second)).toEqual(['x']);
  });

  it('gives up while repairing when its time is up', () => {
    const scene = withStragglers({ repair: 'block' });
    const id = scene.get('n1');
    scene.deliver('n1>n2 read');
    scene.deliver('held');
    scene.fire('n1', 'requestTimeout');
    expect(scene.answer(id)).toEqual({ kind: 'getUnknown', id });
    scene.deliverAll();
    expect(scene.cluster.replies()).toHaveLength(2);
    expect(scene.held('n2')).toEqual(['x']);
  });

  it('repairs no substitute, but counts one that has the result', () => {
    const scene = new Scene({ repair: 'block', size: 4, w: 3 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    scene.deliver('storeHint');
    scene.drop('n1>n2');
    const id = scene.get('n1');
    scene.deliver('n1>n4 readHint');
    scene.deliver('n4>n1 held');
    expect(scene.values(id)).toEqual(['x']);

    const bare = withStragglers({ repair: 'block', size: 4 });
    bare.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    const second = bare.get('n1');
    bare.deliver('n1>n4 readHint');
    bare.deliver('n4>n1 held');
    expect(bare.mail()).toEqual(['n1>n2 read']);
    expect(bare.answer(second)).toBeNull();
  });
});
