import { describe, expect, it } from 'vitest';
import { GrowingList } from '../../../../checker/engine/growing-list.ts';
import { Lookout } from '../../../../checker/engine/liveness/lookout.ts';
import {
  cyclicRows,
  isAcyclic,
  rowsOnCycles,
} from '../../../../checker/engine/partial-order/cycles.ts';

const count = 20_000;

/** Every row leads to the next one, and the last to the first. */
function ring(): GrowingList {
  const edges = new GrowingList();
  for (let row = 0; row < count; row++) {
    edges.push(row);
    edges.push((row + 1) % count);
  }
  return edges;
}

const isFull = (): boolean => false;

const stopped = (): Lookout =>
  new Lookout(() => {
    throw new Error('stopped');
  });

describe('a cycle of many rows', () => {
  it('has one row that comes back to the path to it, and all are on it', () => {
    const edges = ring();
    const lookout = new Lookout(() => undefined);
    expect(isAcyclic(edges, count, lookout)).toBe(false);
    expect(cyclicRows(edges, { count, isFull }, lookout)).toHaveLength(1);
    expect(rowsOnCycles(edges, count, lookout)).toHaveLength(count);
  });

  it('is looked at no further once somebody wants that to end', () => {
    const edges = ring();
    expect(() => isAcyclic(edges, count, stopped())).toThrow('stopped');
    expect(() => cyclicRows(edges, { count, isFull }, stopped())).toThrow('stopped');
    expect(() => rowsOnCycles(edges, count, stopped())).toThrow('stopped');
  });
});
