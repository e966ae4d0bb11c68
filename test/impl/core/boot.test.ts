import { describe, expect, it } from 'vitest';
import { createNode } from '../../../impl/core/node.ts';
import { encodeRecord } from '../../../impl/core/record-codec.ts';
import { step } from '../../../impl/core/step.ts';
import type { DiskImage, Effect } from '../../../impl/core/step.types.ts';
import { configurationOf, Scene } from '../scene.ts';

function boot(image: DiskImage): readonly Effect[] {
  const node = createNode(configurationOf('n1'));
  return step(node, { kind: 'boot', image, incarnation: 1 }, 0);
}

describe('booting', () => {
  it('on an empty disk leaves the node as owner of the disk', () => {
    expect(boot(new Map())).toMatchObject([
      { kind: 'persist', operation: 1, batch: [{ kind: 'put', key: 'identity' }] },
    ]);
  });

  it('on the disk of another node halts', () => {
    const image = new Map([['identity', encodeRecord({ kind: 'identity', node: 'n2' })]]);
    expect(boot(image)).toEqual([
      { kind: 'halt', reason: { kind: 'foreignDirectory', owner: 'n2' } },
    ]);
  });

  it('on records without an owner halts', () => {
    expect(boot(new Map([['replica/k', new Uint8Array()]]))).toEqual([
      { kind: 'halt', reason: { kind: 'missingIdentity' } },
    ]);
  });

  it('on a damaged record halts and names it', () => {
    const image = new Map([
      ['identity', encodeRecord({ kind: 'identity', node: 'n1' })],
      ['replica/k', new Uint8Array(3)],
    ]);
    expect(boot(image)).toMatchObject([
      { reason: { kind: 'corruptRecord', diskKey: 'replica/k', error: { kind: 'truncated' } } },
    ]);
  });

  it('on what it wrote itself knows all replicas and hints again', () => {
    const scene = new Scene({ size: 4, w: 3 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    scene.put('n1', 'x');
    scene.deliverAll();
    for (const node of scene.cluster.nodeIds()) {
      const before = scene.cluster.inspect(node);
      const after = scene.cluster.recovered(node);
      expect(after?.replicas).toEqual(before?.replicas);
      expect(after?.hints).toEqual(before?.hints);
    }
  });

  it('happens once; before it and after a halt requests are refused, all else is ignored', () => {
    const node = createNode(configurationOf('n1'));
    const request = { kind: 'get', id: 'q', key: 'k' } as const;
    expect(step(node, { kind: 'request', connection: 'c', request }, 0)).toMatchObject([
      { response: { kind: 'refused', error: { kind: 'notRunning' } } },
    ]);
    expect(step(node, { kind: 'timer', timer: 'handoffDelay/k' }, 0)).toEqual([]);
    step(node, { kind: 'boot', image: new Map(), incarnation: 1 }, 0);
    expect(step(node, { kind: 'boot', image: new Map(), incarnation: 2 }, 0)).toEqual([]);
    expect(node.incarnation).toBe(1);
    expect(step(node, { kind: 'timer', timer: 'nothing' }, 0)).toEqual([]);
  });
});
