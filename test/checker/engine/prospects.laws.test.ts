import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Prospects } from '../../../checker/engine/prospects.ts';

/** A step from one of a level's rows to one of the next; host -1 is none. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly fault: number;
  readonly host: number;
}

const width = 3;
/** More hosts than bits in a word. */
const hosts = 40;

const edge: fc.Arbitrary<Edge> = fc.record({
  from: fc.nat(width - 1),
  to: fc.nat(width - 1),
  fault: fc.nat(1),
  host: fc.constantFrom(-1, -1, 0, 1, 31, 32, 39),
});

interface Graph {
  readonly levels: readonly (readonly Edge[])[];
  /** Whether the last edges are steps that show a property, or lead to states that do. */
  readonly endsWithStep: boolean;
}

const graph: fc.Arbitrary<Graph> = fc.record({
  levels: fc.array(fc.array(edge, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  endsWithStep: fc.boolean(),
});

/** The prospects of each level, the last level's first, as the pass over a search makes them. */
function prospectsOf({ levels, endsWithStep }: Graph): Prospects[] {
  const ahead: Prospects[] = [];
  if (!endsWithStep) {
    const last = new Prospects(hosts);
    for (let row = 0; row < width; row++) {
      last.draft();
      last.arrive();
      last.keep(row);
    }
    ahead.push(last);
  }
  for (const edges of levels.toReversed()) {
    const [next] = ahead;
    const here = new Prospects(hosts);
    for (let row = 0; row < width; row++) {
      here.draft();
      for (const { from, to, fault, host } of edges) {
        if (from !== row) continue;
        const place = next?.rows.subarray(0, next.count).indexOf(to) ?? -1;
        if (next === undefined) here.finish(fault, host);
        else if (place >= 0) here.advance({ fault, host }, next, place);
      }
      here.keep(row);
    }
    ahead.unshift(here);
  }
  return ahead;
}

type Cost = readonly [faults: number, changes: number];

/** Every way on from a row to the end, step by step. */
function costs(levels: readonly (readonly Edge[])[], row: number, last: number): readonly Cost[] {
  const [edges, ...rest] = levels;
  if (edges === undefined) return [[0, 0]];
  return edges
    .filter(({ from }) => from === row)
    .flatMap(({ to, fault, host }) => {
      const change = host >= 0 && last >= 0 && host !== last ? 1 : 0;
      return costs(rest, to, host < 0 ? last : host).map(
        ([faults, changes]): Cost => [faults + fault, changes + change],
      );
    });
}

test('prospects are the best of all ways on, after whichever host', () => {
  fc.assert(
    fc.property(graph, (one) => {
      const ahead = prospectsOf(one);
      one.levels.forEach((_, level) => {
        const here = ahead[level];
        for (let row = 0; row < width; row++) {
          const place = here?.rows.subarray(0, here.count).indexOf(row) ?? -1;
          for (const last of [-1, 0, 1, 2, 31, 32, 39]) {
            const [best = null] = costs(one.levels.slice(level), row, last).toSorted(
              (left, right) => left[0] - right[0] || left[1] - right[1],
            );
            const found = place < 0 ? null : [here?.faults(place), here?.changes(place, last)];
            expect(found).toEqual(best);
          }
        }
      });
    }),
    { numRuns: 500 },
  );
});
