import { expect, it, vi } from 'vitest';
import { Combinations } from '../../../checker/engine/combinations.ts';
import { LinearMemory } from '../../../checker/engine/kernel/linear-memory.ts';
import { Layout } from '../../../checker/engine/layout.ts';
import { Part, undivided } from '../../../checker/engine/part.ts';

it('gives each piece of memory back once, also where there was none for a larger table', () => {
  const memory = new LinearMemory();
  const layout = new Layout([1 << 10]);
  const part = new Part(undivided(0), (number) => ({ key: String(number), show: () => number }));
  part.relayout(layout);
  const combinations = new Combinations(memory, memory.kernel);
  combinations.reset([new Set([part])], layout);
  const row = memory.reserve(layout.words * 4);
  const ask = (number: number): readonly number[] => {
    memory.ints.set(layout.packed(Int32Array.of(number)), row / 4);
    const open = combinations.open(row);
    combinations.note(row);
    return open;
  };
  for (const number of [0, 1, 2, 3]) expect(ask(number)).toEqual([0]);
  expect(ask(3)).toEqual([]);
  const full = vi.spyOn(memory, 'reserve').mockImplementation(() => {
    throw new RangeError('Array buffer allocation failed');
  });
  // One more value than two bits can tell apart.
  expect(() => ask(4)).toThrow(RangeError);
  full.mockRestore();
  combinations.release();
  const addresses = Array.from({ length: 16 }, () => memory.reserve(1));
  expect(new Set(addresses).size).toBe(addresses.length);
});
