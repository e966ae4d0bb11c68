import { describe, expect, test } from 'vitest';
import { coresIn } from './cores.ts';
import { growthLines, sizesUpTo } from './growth.ts';
import { optionsFrom } from './options.ts';
import type { Measured, Run } from './run.types.ts';
import { disagreements, median, medianOf, rate, ratio, spread } from './statistics.ts';
import { count, decimal, millions, table } from './table.ts';

const run = (change: Partial<Run>): Run => ({
  states: 100,
  transitions: 1000,
  cpuSeconds: 1,
  wallSeconds: 1,
  bytesPerState: 20,
  ...change,
});

const measured = (runs: Readonly<Record<string, readonly Run[]>>): Measured => ({
  space: { name: 'a space', contestants: [] },
  runs: new Map(Object.entries(runs)),
});

const at = (states: number, [cold, warm]: readonly number[], bytesPerState: number): Measured =>
  measured({
    engine: [run({ states, cpuSeconds: cold ?? 0, bytesPerState })],
    warm: [run({ states, cpuSeconds: warm ?? 0 })],
  });

describe('statistics', () => {
  test('the median is the middle value, whatever the order', () => {
    expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 4, Number.NaN]);
  });

  test('the spread is how many times the greatest is the least', () => {
    expect([spread([2, 3, 6]), spread([5]), spread([])]).toEqual([3, 1, Number.NaN]);
  });

  test('ratios are of the medians of rates', () => {
    const row = measured({
      engine: [run({ cpuSeconds: 1 }), run({ cpuSeconds: 100 }), run({ cpuSeconds: 2 })],
      Spin: [run({ cpuSeconds: 4 })],
    });
    expect(ratio(medianOf(row, 'engine', rate), medianOf(row, 'Spin', rate))).toBe(2);
  });

  test('what is missing stays missing', () => {
    const row = measured({ 'xstate/graph': [run({ transitions: null })] });
    expect(medianOf(row, 'xstate/graph', rate)).toBeNull();
    expect(ratio(medianOf(row, 'Spin', rate), 1)).toBeNull();
  });
});

describe('contestants that disagree on a space', () => {
  test('are told once each', () => {
    const row = measured({
      engine: [run({}), run({})],
      Spin: [run({ states: 101 }), run({ states: 101 })],
    });
    expect(disagreements(row)).toEqual(['a space: engine has 100 states, Spin has 101']);
  });

  test('are only those that tell a count, as exactly as it can be printed', () => {
    const row = measured({
      engine: [run({ transitions: 119_489_028 })],
      Spin: [run({ transitions: 119_489_029 })],
      'xstate/graph': [run({ transitions: null })],
    });
    expect(disagreements(row)).toEqual([]);
    const off = measured({
      engine: [run({ transitions: 119_489_028 })],
      Spin: [run({ transitions: 119_489_128 })],
    });
    expect(disagreements(off)).toHaveLength(1);
  });
});

describe('lists of cores', () => {
  test('are read as Linux writes them', () => {
    expect(coresIn('0-2,5')).toEqual(['0', '1', '2', '5']);
    expect(coresIn('7')).toEqual(['7']);
  });
});

describe('a table', () => {
  test('lines up its columns, names left and numbers right', () => {
    const columns = [
      { title: '', cell: (row: readonly [string, number | null]) => row[0] },
      { title: 'states', cell: (row: readonly [string, number | null]) => count(row[1]) },
    ];
    expect(
      table(columns, [
        ['two-phase commit', 1_745_408],
        ['none', null],
      ]),
    ).toEqual([
      '                     states',
      'two-phase commit  1 745 408',
      'none                      -',
    ]);
  });

  test('writes numbers as asked', () => {
    expect([decimal(1.005, 1), decimal(null, 1), millions(2_500_000), millions(null)]).toEqual([
      '1.0',
      null,
      '2.50',
      null,
    ]);
  });
});

describe('the growth table', () => {
  test('has a row for each power of ten', () => {
    expect(sizesUpTo(1e6)).toEqual([1e4, 1e5, 1e6]);
    expect(sizesUpTo(5e5)).toEqual([1e4, 1e5]);
  });

  test('says what each million states more costs, and how flat that is', () => {
    const lines = growthLines([at(1e6, [1, 0.5], 20), at(2e6, [3, 1.5], 30), at(4e6, [9, 4], 25)]);
    expect(lines.slice(1, 4).map((line) => line.split(/\s{2,}/))).toEqual([
      ['1 000 000', '1 000', '1.00', '-', '0.50', '-', '20.0'],
      ['2 000 000', '1 000', '3.00', '2.000', '1.50', '1.000', '30.0'],
      ['4 000 000', '1 000', '9.00', '3.000', '4.00', '1.250', '25.0'],
    ]);
    expect(lines.slice(4).join(' ')).toBe(
      'CPU seconds for each million states more: within 1.25 times warm (100 000 states were explored before), 1.50 times cold; bytes per state: within 1.50 times',
    );
  });
});

describe('the options', () => {
  test('are three rounds and ten million states unless told otherwise', () => {
    expect(optionsFrom([])).toEqual({
      only: null,
      rounds: 3,
      quick: false,
      growTo: 1e8,
      instructions: false,
    });
    expect(optionsFrom(['--quick'])).toMatchObject({ quick: true, rounds: 1, growTo: 1e5 });
    expect(optionsFrom(['--grow-to', '1e7', '--rounds', '5'])).toMatchObject({
      growTo: 1e7,
      rounds: 5,
    });
  });

  test('that make no sense are refused', () => {
    expect(() => optionsFrom(['--rounds', 'many'])).toThrow("--rounds is 'many'");
    expect(() => optionsFrom(['--rounds', '0'])).toThrow('give a whole number from 1');
    expect(() => optionsFrom(['--fast'])).toThrow("'--fast'");
  });

  test('ask for help and nothing else', () => {
    expect(optionsFrom(['--help'])).toBeNull();
  });
});
