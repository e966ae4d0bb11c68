import { describe, expect, it } from 'vitest';
import { Scene } from '../scene.ts';

/** n4 keeps a hint for n3, whom n1 suspects. */
function withHint(): Scene {
  const scene = new Scene({ size: 4, w: 3 });
  scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
  scene.put('n1', 'x');
  scene.deliver('n1>n4');
  return scene;
}

function hints(scene: Scene): unknown {
  return scene.cluster.inspect('n4')?.hints['k'];
}

describe('a sloppy quorum', () => {
  it('sends what a suspected home node misses to the next node on the ring, naming the owner', () => {
    const scene = new Scene({ size: 4 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    expect(scene.mail()).toEqual(['n1>n2 store', 'n1>n4 storeHint']);
    expect(scene.cluster.inspect('n1')?.puts[0]?.targets).toEqual([
      { node: 'n1', owner: null },
      { node: 'n2', owner: null },
      { node: 'n4', owner: 'n3' },
    ]);
  });

  it('counts the acknowledgement of a substitute', () => {
    const scene = withHint();
    scene.deliver('n1>n2');
    scene.deliver('stored');
    expect(scene.cluster.replies()[0]?.response.kind).toBe('putDone');
    expect(scene.held('n4')).toEqual([]);
  });

  it('lets the substitute coordinate a get with the hints it keeps', () => {
    const scene = withHint();
    scene.cluster.segment({ kind: 'suspect', node: 'n4', peer: 'n3' });
    scene.cluster.segment({ kind: 'suspect', node: 'n4', peer: 'n2' });
    const id = scene.get('n4');
    scene.deliver('n4>n1 read');
    scene.deliver('n1>n4 held');
    expect(scene.values(id)).toEqual(['x']);
  });

  it('that is off asks the home nodes, suspected or not', () => {
    const scene = new Scene({ size: 4, sloppy: false });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    expect(scene.mail()).toEqual(['n1>n2 store', 'n1>n3 store']);
  });

  it('ends with trust', () => {
    const scene = new Scene({ size: 4 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n1' });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'nobody' });
    expect(scene.cluster.inspect('n1')?.suspects).toEqual(['n3']);
    scene.cluster.segment({ kind: 'trust', node: 'n1', peer: 'n3' });
    expect(scene.cluster.inspect('n1')?.suspects).toEqual([]);
  });
});

describe('the hint courier', () => {
  it('waits for the handoff delay, hands off, and forgets what the owner has', () => {
    const scene = withHint();
    expect(hints(scene)).toMatchObject({ phase: 'delayed', owners: { n3: [{ value: 'x' }] } });
    expect(scene.timers('n4')).toEqual(['handoffDelay']);
    scene.fire('n4', 'handoffDelay');
    expect(scene.timers('n4')).toEqual(['handoffRetry']);
    scene.deliver('handOff');
    expect(scene.held('n3')).toEqual(['x']);
    expect(scene.cluster.recovered('n3')?.replicas['k']?.versions).toHaveLength(1);
    scene.deliver('handedOff');
    expect(hints(scene)).toBeUndefined();
    expect(scene.timers('n4')).toEqual([]);
    expect(scene.cluster.recovered('n4')?.hints).toEqual(Object.create(null));
  });

  it('hands off again until the owner speaks', () => {
    const scene = withHint();
    scene.fire('n4', 'handoffDelay');
    expect(scene.drop('handOff')).toBe(1);
    scene.fire('n4', 'handoffRetry');
    expect(scene.mail()).toContain('n4>n3 handOff');
    expect(scene.timers('n4')).toEqual(['handoffRetry']);
  });

  it('goes back to the delay for a new hint, and keeps all until the owner has all', () => {
    const scene = withHint();
    scene.fire('n4', 'handoffDelay');
    scene.deliver('handOff');
    scene.put('n1', 'y');
    scene.deliver('n1>n4');
    expect(scene.timers('n4')).toEqual(['handoffDelay']);
    scene.deliver('handedOff');
    const both = [{ value: 'x' }, { value: 'y' }];
    expect(hints(scene)).toMatchObject({ phase: 'delayed', owners: { n3: both } });
    scene.fire('n4', 'handoffDelay');
    scene.deliverAll();
    expect(scene.held('n3')).toEqual(['x', 'y']);
    expect(hints(scene)).toBeUndefined();
  });

  it('sets out anew when word comes of a part only, even while it waits for word of all', () => {
    const scene = withHint();
    scene.fire('n4', 'handoffDelay');
    scene.deliver('handOff');
    scene.put('n1', 'y');
    scene.deliver('n1>n4');
    scene.fire('n4', 'handoffDelay');
    expect(scene.timers('n4')).toEqual(['handoffRetry']);
    scene.deliver('n3>n4 handedOff');
    expect(scene.timers('n4')).toEqual(['handoffDelay']);
    expect(hints(scene)).toMatchObject({ owners: { n3: [{ value: 'x' }, { value: 'y' }] } });
  });

  it('ignores word of versions it no longer keeps', () => {
    const scene = withHint();
    scene.fire('n4', 'handoffDelay');
    scene.fire('n4', 'handoffRetry');
    expect(scene.deliver('handOff')).toBe(2);
    expect(scene.deliver('handedOff')).toBe(2);
    expect(hints(scene)).toBeUndefined();
  });

  it('keeps hints of several owners apart', () => {
    const scene = new Scene({ size: 5, w: 3 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n2' });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    expect(scene.mail()).toEqual(['n1>n4 storeHint', 'n1>n5 storeHint']);
    scene.deliver('n1>n4');
    scene.cluster.segment({ kind: 'trust', node: 'n1', peer: 'n2' });
    scene.put('n1', 'y');
    scene.deliver('n1>n4');
    scene.drop('n1>');
    expect(Object.keys(scene.cluster.inspect('n4')?.hints['k']?.owners ?? {})).toEqual([
      'n2',
      'n3',
    ]);
    scene.fire('n4', 'handoffDelay');
    scene.deliver('n4>n3');
    scene.deliver('n3>n4 handedOff');
    expect(Object.keys(scene.cluster.inspect('n4')?.hints['k']?.owners ?? {})).toEqual(['n2']);
    expect(scene.timers('n4')).toEqual(['handoffRetry']);
  });

  it('sets out again after a crash', () => {
    const scene = withHint();
    scene.fire('n4', 'handoffDelay');
    scene.cluster.perform({ kind: 'crash', node: 'n4' });
    scene.cluster.segment({ kind: 'restart', node: 'n4' });
    expect(hints(scene)).toMatchObject({ phase: 'delayed' });
    expect(scene.timers('n4')).toEqual(['handoffDelay']);
  });
});
