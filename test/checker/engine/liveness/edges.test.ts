import { describe, expect, it } from 'vitest';
import { EdgeDrafts, Edges } from '../../../../checker/engine/liveness/edges.ts';
import { isOutOfMemory } from '../../../../checker/engine/out-of-memory.ts';

describe('edges', () => {
  it('come to stand in the order of their rows, in whatever order these were found', () => {
    const edges = new Edges(3, 1);
    const drafts = new EdgeDrafts(3);
    // Targets and kinds of six edges: a kind is a label, and above it a site.
    const ints = Int32Array.from([5, 6, 7, 8, 9, -1, 1, 2, 3, 0x10004, 0x8001_0005 | 0, 6]);
    expect(drafts.take(ints, { targets: 0, kinds: 24, count: 6 })).toBe(0);
    drafts.give(2, 0, 3);
    drafts.give(0, 3, 2);
    drafts.give(1, 5, 1);
    drafts.moveTo(edges, 0, 3);
    expect([...edges.first]).toEqual([0, 2, 3, 6]);
    expect([...edges.targets.subarray(0, 6)]).toEqual([8, 9, -1, 5, 6, 7]);
    expect([...edges.labels.subarray(0, 6)]).toEqual([4, 5, 6, 1, 2, 3]);
    expect([...edges.sites.subarray(0, 6)]).toEqual([1, 0x8001, 0, 0, 0, 0]);
  });

  it('are out of memory where there are more than can be numbered', () => {
    const edges = new Edges(1, 1);
    edges.count = 2 ** 31 - 2;
    expect(thrownBy(() => edges.makeRoom(2))).toSatisfy(isOutOfMemory);
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (cause) {
    return cause;
  }
  return null;
}
