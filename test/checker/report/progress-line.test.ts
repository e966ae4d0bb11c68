import { describe, expect, it } from 'vitest';
import { overwrittenLine, progressLine } from '../../../checker/report/progress-line.ts';

const back = '\r\u001B[2K';

/** The line that a terminal of so many columns shows of a name and its parts. */
function shown(name: string, parts: readonly string[], columns?: number): string {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  overwrittenLine({ write, isTerminal: true, columns }).show(name, parts);
  return text.slice(back.length);
}

const long = `divergence/${'n3-r2-w2-'.repeat(12)}merge`;
const parts = ['1 234 567 states', 'depth 12', 'queue 89 012', '3.4 MiB'];

describe('a line of progress on a terminal', () => {
  it('shortens a long name and leaves all numbers whole', () => {
    const line = shown(long, parts, 100);
    expect(line).toHaveLength(99);
    expect(line).toMatch(/^divergence\/n3-.*….*-merge {2}1 234 567 states {2}depth 12 .*3\.4 MiB$/);
  });

  it('leaves a short name as it is', () => {
    expect(shown('quorum/n3', parts, 100)).toBe(`quorum/n3  ${parts.join('  ')}`);
  });

  it.each([10, 20, 40, 60, 80, 100, 250])(
    'fits %i columns, with parts that are there as a whole or not at all',
    (columns) => {
      const line = shown(long, parts, columns);
      expect(line.length).toBeLessThan(Math.min(columns, 100));
      const [, ...told] = line.split('  ');
      expect(told).toEqual(parts.slice(0, told.length));
    },
  );

  it('is as wide as a report where nobody knows how wide the terminal is', () => {
    expect(shown(long, parts)).toHaveLength(99);
  });

  it('tells no rate where another search of the same name begins', () => {
    const lines: string[] = [];
    let now = 0;
    const line = progressLine({ write: (text) => lines.push(text), isTerminal: false }, () => now);
    for (const states of [1000, 3000, 10, 510]) {
      line.show('m', { states, transitions: 9, depth: 3, queue: 4, bytes: 2048, share: null });
      now += 1000;
    }
    expect(lines.map((text) => text.split('  ')[2])).toEqual([
      'depth 3',
      '2 000/s',
      'depth 3',
      '500/s',
    ]);
  });

  it('tells no rate where almost no time has gone by, and the next is of all of it', () => {
    const lines: string[] = [];
    let now = 0;
    const line = progressLine({ write: (text) => lines.push(text), isTerminal: false }, () => now);
    for (const [at, states] of [
      [0, 1000],
      [0.07, 3892],
      [500, 4000],
    ] as const) {
      now = at;
      line.show('m', { states, transitions: 9, depth: 3, queue: 4, bytes: 2048, share: null });
    }
    expect(lines.map((text) => text.split('  ')[2])).toEqual(['depth 3', 'depth 3', '6 000/s']);
  });

  it('shows what a search came to', () => {
    let text = '';
    const write = (more: string): void => {
      text += more;
    };
    const progress = { states: 12, transitions: 9, depth: 3, queue: 4, bytes: 2048, share: 0.5 };
    const line = progressLine({ write, isTerminal: true, columns: 48 }, () => 0);
    line.show(long, progress);
    expect(text).toMatch(/….*merge {2}12 states {2}depth 3 {2}queue 4$/);
    line.clear();
    expect(text.endsWith(back)).toBe(true);
  });
});

it.each([
  [{ kind: 'numbering', left: 34_567 }, 'liveness: numbers states  34 567 left'],
  [{ kind: 'linking', left: 0 }, 'liveness: lists steps  0 left'],
  [{ kind: 'judging', property: 'Regular', looks: 2 }, 'liveness: judges Regular  2 looks'],
  [{ kind: 'runs', left: 40_038 }, 'looks for shortest runs  40 038 left'],
] as const)('after the search a line tells what is done: %o', (stage, words) => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const progress = { states: 12, transitions: 9, depth: 3, queue: 0, bytes: 2048, share: 0.5 };
  const line = progressLine({ write, isTerminal: false }, () => 0);
  line.show('quorum/n3', { ...progress, stage });
  expect(text).toBe(`quorum/n3  12 states  ${words}  2.0 KiB  50 % of limit\n`);
});

it('elsewhere a line of progress is told in full', () => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  overwrittenLine({ write, isTerminal: false }).show(long, parts);
  expect(text).toBe(`${long}  ${parts.join('  ')}\n`);
});
