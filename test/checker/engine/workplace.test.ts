import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { lockOn } from '../../../checker/engine/checkpoint/lock.ts';
import * as field from '../../../checker/engine/kernel/fields.ts';
import {
  borrowWorkplace,
  prepareWorkplace,
  returnWorkplace,
} from '../../../checker/engine/workplace.ts';
import { host, model, resident, system } from '../../../checker/index.ts';
import { explored, inFolder } from './checkpoint/folder.ts';

it('keeps its threads for the next search, and nothing else of the last one', () => {
  const first = borrowWorkplace(2);
  const { memory } = first;
  const turn = memory.get(field.turn);
  memory.set(field.words, 3);
  const piece = memory.reserve(64);
  memory.bytes[piece] = 1;
  memory.divideFar(4);
  memory.reach(64);
  returnWorkplace(first);
  const second = borrowWorkplace(2);
  expect(second).toBe(first);
  expect(memory.get(field.words)).toBe(0);
  expect(memory.reserve(64)).toBe(piece);
  expect(memory.bytes[piece]).toBe(0);
  expect(memory.get(field.turn)).toBe(turn);
  second.crew.dismiss();
});

it('is got ready before it is wanted, where it has several threads', async () => {
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  // What others have started is told by then.
  await setImmediate();
  process.on('worker', note);
  prepareWorkplace(1);
  await setImmediate();
  expect(started).toHaveLength(0);
  prepareWorkplace(4);
  prepareWorkplace(4);
  await setImmediate();
  expect(started).toHaveLength(3);
  const place = borrowWorkplace(4);
  await setImmediate();
  process.off('worker', note);
  expect(started).toHaveLength(3);
  while (place.memory.get(field.readyThreads) < 3) await setImmediate();
  place.crew.dismiss();
});

it('is another one for another number of threads, or while the first is in use', () => {
  const places = [1, 1, 2, 2, 3].map((workers) => borrowWorkplace(workers));
  expect(new Set(places.map(({ memory }) => memory)).size).toBe(places.length);
  for (const { crew } of places) crew.dismiss();
});

it('has one thread at least', () => {
  const { workers } = borrowWorkplace(0);
  expect(workers).toBe(1);
});

it('does not come back without a thread that is gone', () => {
  const first = borrowWorkplace(2);
  const lost = { ...first, crew: { ...first.crew, isWhole: () => false } };
  returnWorkplace(lost);
  const second = borrowWorkplace(2);
  expect(second.memory === first.memory).toBe(false);
  second.crew.dismiss();
});

it('does not come back where a thread ended while nobody used it', () => {
  const first = borrowWorkplace(2);
  let isWhole = true;
  returnWorkplace({ ...first, crew: { ...first.crew, isWhole: () => isWhole } });
  isWhole = false;
  const second = borrowWorkplace(2);
  expect(second.memory === first.memory).toBe(false);
  second.crew.dismiss();
});

it('comes back from a search that could not begin, which lets go of its folder as well', () => {
  const workplace = borrowWorkplace(2);
  returnWorkplace(workplace);
  const idle = setup({}).createMachine({ id: 'idle' });
  const hosts = Array.from({ length: 500 }, (_, index) =>
    host(`h${index}`, { idle: resident(idle) }),
  );
  const tooLarge = model('test/large', { system: system({ hosts }), properties: {} });
  inFolder((folder) => {
    const checkpoint = { folder, intervalSeconds: 0 };
    expect(() => explored(tooLarge, { workers: 2, checkpoint })).toThrow('500 hosts');
    lockOn(folder).release();
  });
  expect(borrowWorkplace(2)).toBe(workplace);
  workplace.crew.dismiss();
});
