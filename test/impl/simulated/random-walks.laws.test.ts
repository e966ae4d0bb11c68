import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFLICT_POLICIES } from '../../../impl/core/conflict-policy.ts';
import type { SimulatedAction } from '../../../impl/simulated/simulated-cluster.ts';
import { Scene, type SceneOptions } from '../scene.ts';

/** What a walk may do at each step: pick one of the enabled actions. */
const picks = fc.array(fc.nat(), { minLength: 20, maxLength: 60 });

type Faults = { readonly crashes: boolean; readonly suspicion: boolean };

function moves(scene: Scene, faults: Faults): readonly SimulatedAction[] {
  const { cluster } = scene;
  const mail = cluster.inFlight().flatMap(({ id }): SimulatedAction[] => [
    { kind: 'deliver', frame: id },
    { kind: 'deliver', frame: id },
    { kind: 'drop', frame: id },
    { kind: 'duplicate', frame: id },
  ]);
  const local = cluster.nodeIds().flatMap((node): SimulatedAction[] => {
    const timers = cluster.inspect(node)?.timers ?? [];
    const fires = timers.map(({ timer }) => ({ kind: 'fire', node, timer }) as const);
    const crash = faults.crashes
      ? [{ kind: cluster.isUp(node) ? 'crash' : 'restart', node } as const]
      : [];
    const doubt = faults.suspicion ? [{ kind: 'suspect', node, peer: 'n2' } as const] : [];
    return [...fires, ...crash, ...doubt];
  });
  return [...mail, ...local];
}

function walk(scene: Scene, choices: readonly number[], faults: Faults): void {
  for (const choice of choices) {
    const enabled = moves(scene, faults);
    const action = enabled[choice % Math.max(enabled.length, 1)];
    if (action !== undefined) scene.cluster.segment(action);
  }
}

/** One put, a walk, one get at another node, a walk, then calm; returns what the get saw. */
function writeThenRead(options: SceneOptions, first: number[], second: number[]): Scene {
  const scene = new Scene(options);
  scene.put('n1', 'x');
  walk(scene, first, { crashes: true, suspicion: false });
  if (!scene.cluster.isUp('n3')) scene.cluster.segment({ kind: 'restart', node: 'n3' });
  scene.get('n3');
  walk(scene, second, { crashes: false, suspicion: false });
  return scene;
}

describe('under any schedule of losses, duplicates, crashes and timeouts', () => {
  it('a get that begins after an acknowledged put sees it if R + W > N', () => {
    fc.assert(
      fc.property(picks, picks, fc.constantFrom('off', 'async', 'block'), (a, b, repair) => {
        const scene = new Scene({ repair });
        const put = scene.put('n1', 'x');
        walk(scene, a, { crashes: true, suspicion: false });
        fc.pre(scene.answer(put)?.kind === 'putDone');
        if (!scene.cluster.isUp('n3')) scene.cluster.segment({ kind: 'restart', node: 'n3' });
        const get = scene.get('n3');
        walk(scene, b, { crashes: false, suspicion: false });
        const answer = scene.answer(get);
        const seen = answer?.kind === 'getDone' ? scene.values(get) : ['x'];
        expect(seen).toEqual(['x']);
      }),
      { numRuns: 150 },
    );
  });

  it('every acknowledged put is on W disks at least, crashes or not', () => {
    fc.assert(
      fc.property(picks, fc.integer({ min: 1, max: 3 }), (choices, w) => {
        const scene = new Scene({ w });
        const put = scene.put('n1', 'x');
        walk(scene, choices, { crashes: true, suspicion: false });
        const copies = scene.cluster
          .nodeIds()
          .filter((node) => scene.cluster.recovered(node)?.replicas['k'] !== undefined);
        const promised = scene.answer(put)?.kind === 'putDone' ? w : 0;
        expect(copies.length).toBeGreaterThanOrEqual(promised);
      }),
      { numRuns: 100 },
    );
  });

  it('the same walk gives the same cluster', () => {
    fc.assert(
      fc.property(picks, picks, fc.constantFrom(...CONFLICT_POLICIES), (a, b, policy) => {
        const [one, two] = [0, 1].map(() => writeThenRead({ policy }, a, b));
        for (const node of ['n1', 'n2', 'n3']) {
          expect(one?.cluster.inspect(node)).toEqual(two?.cluster.inspect(node));
          expect(one?.cluster.diskImage(node)).toEqual(two?.cluster.diskImage(node));
        }
        expect(one?.cluster.inFlight()).toEqual(two?.cluster.inFlight());
        expect(one?.cluster.replies()).toEqual(two?.cluster.replies());
      }),
      { numRuns: 30 },
    );
  });

  it('a settled node would know after a crash all that it knows of keys and hints', () => {
    fc.assert(
      fc.property(picks, picks, (a, b) => {
        const scene = new Scene({ size: 4, w: 3 });
        scene.put('n1', 'x');
        walk(scene, a, { crashes: false, suspicion: true });
        scene.put('n1', 'y');
        walk(scene, b, { crashes: false, suspicion: true });
        for (const node of scene.cluster.nodeIds()) {
          const now = scene.cluster.inspect(node);
          expect(now).toMatchObject({ unsynced: [], withheld: 0 });
          expect(scene.cluster.recovered(node)?.replicas).toEqual(now?.replicas);
          const owners = Object.values(now?.hints ?? {}).map(({ owners: held }) => held);
          const kept = Object.values(scene.cluster.recovered(node)?.hints ?? {});
          expect(kept.map(({ owners: held }) => held)).toEqual(owners);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('hints find their way home once the network is kind', () => {
    fc.assert(
      fc.property(picks, (choices) => {
        const scene = new Scene({ size: 4, w: 3 });
        scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n2' });
        scene.put('n1', 'x');
        scene.deliver('storeHint');
        walk(scene, choices, { crashes: false, suspicion: false });
        for (let round = 0; round < 3; round += 1) {
          scene.fire('n4', 'handoffDelay');
          scene.fire('n4', 'handoffRetry');
          scene.deliverAll();
        }
        expect(scene.cluster.inspect('n4')?.hints).toEqual({});
        expect(scene.held('n2')).toEqual(['x']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('known weaknesses, as the lecture tells them', () => {
  it('with R = W = 1 a get can miss an acknowledged put', () => {
    const scene = new Scene({ r: 1, w: 1 });
    const put = scene.put('n1', 'x');
    expect(scene.answer(put)?.kind).toBe('putDone');
    expect(scene.values(scene.get('n3'))).toEqual([]);
  });

  it('with a sloppy quorum a get can miss an acknowledged put although R + W > N', () => {
    const scene = new Scene({ size: 5 });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n2' });
    scene.cluster.segment({ kind: 'suspect', node: 'n1', peer: 'n3' });
    const put = scene.put('n1', 'x');
    scene.deliver('n1>n4');
    scene.deliver('stored');
    expect(scene.answer(put)?.kind).toBe('putDone');
    const get = scene.get('n3');
    scene.deliver('n3>n2 read');
    scene.deliver('held');
    expect(scene.values(get)).toEqual([]);
  });

  it('a get that times out between two others can let a seen value disappear again', () => {
    const scene = new Scene({ repair: 'off' });
    scene.put('n1', 'x');
    scene.drop('store');
    const first = scene.get('n1');
    scene.deliver('n1>n2 read');
    scene.deliver('held');
    expect(scene.values(first)).toEqual(['x']);
    scene.drop('');
    const second = scene.get('n2');
    scene.deliver('n2>n3 read');
    scene.deliver('held');
    expect(scene.values(second)).toEqual([]);
  });
});

describe('dotted version vectors', () => {
  it('travel with their siblings, so that no reader claims to have seen more than it was shown', () => {
    const scene = new Scene({ w: 1, r: 1, repair: 'off' });
    scene.put('n1', 'a');
    scene.drop('store');
    scene.put('n1', 'b');
    scene.deliverAll();
    const get = scene.get('n2');
    expect(scene.values(get)).toEqual(['a', 'b']);
    scene.put('n1', 'c', scene.context(get));
    expect(scene.held('n1')).toEqual(['c']);
  });

  it('let a blind writer not replace the sibling that it never saw', () => {
    const scene = new Scene({ w: 1 });
    scene.put('n1', 'a');
    const blind = scene.put('n1', 'b');
    scene.put('n1', 'c', scene.context(blind));
    expect(scene.held('n1')).toEqual(['a', 'b', 'c']);
  });

  it('lose no write that nobody has read, whatever the schedule and the contexts', () => {
    const home = fc.constantFrom('n1', 'n2', 'n3');
    const step = fc.record({ writer: home, reader: home, informed: fc.boolean(), picks });
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 5 }), (steps) => {
        const scene = new Scene({ size: 4, r: 1, w: 1 });
        const written: { readonly name: string; readonly put: string; read: boolean }[] = [];
        let context: string | null = null;
        for (const [index, { writer, reader, informed, picks: choices }] of steps.entries()) {
          const name = `${index}`;
          const put = scene.put(writer, name, informed ? context : null);
          written.push({ name, put, read: false });
          walk(scene, choices.slice(0, 6), { crashes: false, suspicion: true });
          const get = scene.get(reader);
          if (scene.answer(get)?.kind !== 'getDone') continue;
          const values = scene.values(get);
          for (const entry of written) entry.read ||= values.includes(entry.name);
          context = scene.context(get);
        }
        const held = new Set(['n1', 'n2', 'n3'].flatMap((node) => scene.held(node)));
        const lost = written.filter(({ name, read }) => !read && !held.has(name));
        expect(lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
