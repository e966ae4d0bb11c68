import { expect, it, vi } from 'vitest';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';

it('is used again after more of it was asked for than there is', () => {
  const memory = new LinearMemory();
  memory.reach(1 << 16);
  vi.spyOn(memory.memory, 'grow').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
  });
  expect(() => memory.reach(1 << 20)).toThrow(RangeError);
  memory.reset();
  expect(memory.isWorthKeeping).toBe(true);
});

it('is not used again once much of it was, though that was cleared since', () => {
  const memory = new LinearMemory();
  memory.reach((1 << 28) + 1);
  memory.reset();
  memory.reach(1 << 16);
  expect(memory.isWorthKeeping).toBe(false);
});
