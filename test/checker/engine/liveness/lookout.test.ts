import { expect, it } from 'vitest';
import { shortestCycle } from '../../../../checker/engine/liveness/cycle.ts';
import { fairComponents } from '../../../../checker/engine/liveness/fair-components.ts';
import type { Graph } from '../../../../checker/engine/liveness/graph.ts';
import { strongly } from '../../../../checker/engine/liveness/graph.ts';
import { fairLasso } from '../../../../checker/engine/liveness/lasso.ts';
import { JudgingStopped, Lookout } from '../../../../checker/engine/liveness/lookout.ts';
import { patientCycle } from '../../../../checker/engine/liveness/patient-cycle.ts';
import { confined, shortestPrefix } from '../../../../checker/engine/liveness/prefix.ts';

const vertexCount = 50_000;
const all = new Uint8Array(vertexCount).fill(1);
const one = Uint8Array.from(all, (_, vertex) => (vertex === vertexCount - 1 ? 1 : 0));

/** One way round, on which something that must not be put off for ever is possible at the very end. */
const ring: Graph = {
  vertexCount,
  firstEdge: Int32Array.from({ length: vertexCount + 1 }, (_, vertex) => vertex),
  targets: Int32Array.from(all, (_, vertex) => (vertex + 1) % vertexCount),
  labels: Uint16Array.from(one),
  sites: new Uint16Array(vertexCount),
  hostCount: 1,
  strengths: Uint8Array.of(0, strongly),
};
const round = { components: Int32Array.from(all), start: 0, required: one };
const course = { triggers: all, within: all };

it.each([
  ['what bad runs can reach', (lookout) => confined(ring, course, lookout)],
  ['fair components', (lookout) => fairComponents(ring, all, one, lookout)],
  ['the way to one', (lookout) => shortestPrefix(ring, course, (at) => one[at] === 1, lookout)],
  ['a way round', (lookout) => shortestCycle(ring, round, 1, lookout)],
  ['a patient way round', (lookout) => patientCycle(ring, round, lookout)],
] satisfies readonly (readonly [string, (lookout: Lookout) => unknown])[])(
  'whoever looks for %s looks up now and then, and leaves off where that is wanted',
  (_what, look) => {
    let asked = 0;
    const after = (most: number): Lookout =>
      new Lookout(() => {
        asked++;
        if (asked > most) throw new JudgingStopped();
      });
    look(after(Infinity));
    const often = asked;
    expect(often).toBeGreaterThanOrEqual(Math.floor(vertexCount / 2 ** 14));
    for (let most = 0; most < often; most++) {
      asked = 0;
      expect(() => look(after(most))).toThrow(JudgingStopped);
      expect(asked).toBe(most + 1);
    }
  },
);

it('is asked throughout a search for a lasso, which is as it is without', () => {
  let asked = 0;
  const lasso = fairLasso(
    ring,
    { ...course, required: one },
    new Lookout(() => {
      asked++;
    }),
  );
  expect(lasso).toEqual(fairLasso(ring, { ...course, required: one }));
  expect(lasso?.cycle.length).toBe(vertexCount);
  expect(asked).toBeGreaterThanOrEqual(Math.floor((6 * vertexCount) / 2 ** 14));
});
