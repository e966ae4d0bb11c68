import { describe, expect, it } from 'vitest';
import type { ClientRequest } from '../../../impl/core/client.types.ts';
import { parseConfiguration } from '../../../impl/core/configuration.ts';
import { SimulatedCluster } from '../../../impl/simulated/simulated-cluster.ts';
import { Scene } from '../scene.ts';

function refusal(reason: string): unknown {
  return { kind: 'refused', reason };
}

describe('the simulated cluster', () => {
  it('refuses what cannot happen, and stays as it is', () => {
    const { cluster } = new Scene();
    const before = cluster.inspect('n1');
    const request = { kind: 'get', id: 'q', key: 'k' } as const;
    expect(cluster.perform({ kind: 'deliver', frame: 1 })).toEqual(refusal('noSuchFrame'));
    expect(cluster.perform({ kind: 'drop', frame: 1 })).toEqual(refusal('noSuchFrame'));
    expect(cluster.perform({ kind: 'duplicate', frame: 1 })).toEqual(refusal('noSuchFrame'));
    expect(cluster.segment({ kind: 'deliver', frame: 1 })).toEqual(refusal('noSuchFrame'));
    expect(cluster.perform({ kind: 'fire', node: 'n1', timer: 't' })).toEqual(
      refusal('timerNotArmed'),
    );
    expect(cluster.perform({ kind: 'complete', node: 'n1' })).toEqual(refusal('nothingUnsynced'));
    expect(cluster.perform({ kind: 'failDisk', node: 'n1' })).toEqual(refusal('nothingUnsynced'));
    expect(cluster.perform({ kind: 'restart', node: 'n1' })).toEqual(refusal('nodeUp'));
    expect(cluster.perform({ kind: 'amnesia', node: 'n1' })).toEqual(refusal('nodeUp'));
    expect(cluster.perform({ kind: 'crash', node: 'n9' })).toEqual(refusal('noSuchNode'));
    expect(cluster.settle('n9')).toEqual(refusal('noSuchNode'));
    expect(cluster.setClock('n9', 1)).toEqual(refusal('noSuchNode'));
    const ask = { kind: 'request', node: 'n9', connection: 'c', request } as const;
    expect(cluster.perform(ask)).toEqual(refusal('noSuchNode'));
    expect(cluster.inspect('n9')).toBeNull();
    expect(cluster.recovered('n9')).toBeNull();
    expect(cluster.haltReason('n9')).toBeNull();
    expect(cluster.diskImage('n9').size).toBe(0);
    expect(cluster.inspect('n1')).toEqual(before);
    expect(cluster.nodeIds()).toEqual(['n1', 'n2', 'n3']);
  });

  it('loses in a crash what was not synced, and with it every word about it', () => {
    const { cluster } = new Scene();
    const put = { kind: 'put', id: 'q', key: 'k', value: Uint8Array.of(1), context: null } as const;
    cluster.perform({ kind: 'request', node: 'n1', connection: 'c', request: put });
    expect(cluster.inspect('n1')).toMatchObject({ unsynced: [2], withheld: 2 });
    expect(cluster.inFlight()).toEqual([]);
    cluster.perform({ kind: 'crash', node: 'n1' });
    expect(cluster.isUp('n1')).toBe(false);
    expect(cluster.inspect('n1')?.phase).toBe('down');
    cluster.segment({ kind: 'restart', node: 'n1' });
    expect(cluster.inspect('n1')).toMatchObject({ phase: 'running', incarnation: 2 });
    expect(Object.keys(cluster.inspect('n1')?.replicas ?? {})).toEqual([]);
  });

  it('keeps in a crash what was synced, but no request and no suspicion', () => {
    const scene = new Scene();
    scene.put('n1', 'x');
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n2' });
    scene.cluster.perform({ kind: 'crash', node: 'n1' });
    expect(scene.deliver('n1>n2 store')).toBe(1);
    expect(scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n2' })).toEqual(
      refusal('nodeDown'),
    );
    const waiting = scene.cluster.inFlight().find(({ to }) => to === 'n1');
    const early = scene.cluster.perform({ kind: 'deliver', frame: waiting?.id ?? 0 });
    expect(early).toEqual(refusal('nodeDown'));
    expect(scene.mail()).toContain('n2>n1 stored');
    scene.cluster.segment({ kind: 'restart', node: 'n1' });
    expect(scene.cluster.inspect('n1')).toMatchObject({ puts: [], suspects: [], timers: [] });
    expect(scene.held('n1')).toEqual(['x']);
    scene.deliverAll();
    expect(scene.cluster.replies()).toEqual([]);
  });

  it('forgets everything with its disk', () => {
    const scene = new Scene({ w: 1 });
    scene.put('n1', 'x');
    scene.cluster.perform({ kind: 'crash', node: 'n1' });
    scene.cluster.segment({ kind: 'amnesia', node: 'n1' });
    expect(scene.held('n1')).toEqual([]);
    expect([...scene.cluster.diskImage('n1').keys()]).toEqual(['identity']);
  });

  it('halts a node whose disk fails, and lets it restart with what was safe', () => {
    const scene = new Scene();
    const put = { kind: 'put', id: 'q', key: 'k', value: Uint8Array.of(1), context: null } as const;
    scene.cluster.perform({ kind: 'request', node: 'n1', connection: 'c', request: put });
    scene.cluster.perform({ kind: 'failDisk', node: 'n1' });
    expect(scene.cluster.haltReason('n1')).toEqual({ kind: 'diskFailed', operation: 2 });
    expect(scene.cluster.isUp('n1')).toBe(false);
    expect(scene.cluster.segment({ kind: 'restart', node: 'n1' })).toEqual({ kind: 'done' });
    expect(scene.cluster.haltReason('n1')).toBeNull();
    expect(scene.held('n1')).toEqual([]);
  });

  it('carries any bytes, and pictures those that are a frame', () => {
    const { cluster } = new Scene();
    const frame = cluster.inject('n2', 'n1', Uint8Array.of(1, 2, 3));
    expect(cluster.inFlight()[0]?.message).toBeNull();
    cluster.segment({ kind: 'deliver', frame });
    expect(cluster.inspect('n1')?.refusedFrames).toEqual({ truncated: 1 });
    const scene = new Scene();
    scene.put('n1', 'x');
    expect(scene.cluster.inFlight()[0]).toMatchObject({
      from: 'n1',
      to: 'n2',
      message: {
        kind: 'store',
        request: { id: 'q1', incarnation: 1, sequence: 1 },
        key: 'k',
        versions: [{ dot: { node: 'n1', counter: 1 }, clock: {}, stamp: 0, value: 'x' }],
      },
    });
  });

  it('pictures nodes and frames as plain JSON', () => {
    const scene = new Scene({ size: 4, repair: 'block', policy: 'vector-clock', w: 3 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    scene.deliver('n1>');
    scene.get('n1');
    scene.get('n2');
    scene.deliver('n2>n1');
    for (const node of scene.cluster.nodeIds()) {
      const picture = scene.cluster.inspect(node);
      expect(JSON.parse(JSON.stringify(picture))).toEqual(picture);
    }
    expect(scene.cluster.inspect('n1')?.timers).toEqual([
      { timer: 'requestTimeout/1', ms: 1000, kind: 'requestTimeout', id: 'q1', key: 'k' },
      { timer: 'requestTimeout/2', ms: 1000, kind: 'requestTimeout', id: 'q2', key: 'k' },
    ]);
    expect(scene.cluster.inspect('n4')?.timers).toEqual([
      { timer: 'handoffDelay/k', ms: 1000, kind: 'handoffDelay', id: null, key: 'k' },
    ]);
  });
});

describe('nodes and keys that are called like what every object has', () => {
  const nodes = ['constructor', 'toString', 'valueOf'] as const;
  const tokens = nodes.map((node, at) => ({ position: 10 * (at + 1), node }));
  const configurations = nodes.map((id) => {
    const made = parseConfiguration({ id, nodes, ring: { kind: 'fixed', tokens } });
    if (made.kind === 'error') throw new Error(made.error.issues.join('; '));
    return made.value;
  });

  it.each(['__proto__', ...nodes])('are found again: %s', (key) => {
    const cluster = new SimulatedCluster(configurations);
    const run = (request: ClientRequest): void => {
      cluster.segment({ kind: 'request', node: 'toString', connection: 'c', request });
      for (let [next] = cluster.inFlight(); next !== undefined; [next] = cluster.inFlight()) {
        cluster.segment({ kind: 'deliver', frame: next.id });
      }
    };
    run({ kind: 'put', id: 'q1', key, value: Uint8Array.of(1), context: null });
    run({ kind: 'get', id: 'q2', key });
    expect(cluster.replies().map(({ response }) => response)).toMatchObject([
      { kind: 'putDone', id: 'q1' },
      { kind: 'getDone', id: 'q2', versions: [{ dot: { node: 'toString', counter: 1 } }] },
    ]);
    for (const node of nodes) {
      expect(Object.keys(cluster.inspect(node)?.replicas ?? {})).toEqual([key]);
      cluster.perform({ kind: 'crash', node });
      cluster.segment({ kind: 'restart', node });
      expect(Object.keys(cluster.inspect(node)?.replicas ?? {})).toEqual([key]);
    }
  });
});
