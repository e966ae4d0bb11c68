import { describe, expect, it } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import { always } from '../../../checker/index.ts';
import type { Model, View } from '../../../checker/index.ts';
import { initial } from '../../../checker/reference.ts';
import { load } from '../../../checker/system/load.ts';
import { isShownBy } from '../../../checker/trace/evaluation.ts';
import { register, server, writer } from '../fixtures/register.model.ts';

const reading = (read: (view: View) => unknown, over: readonly string[]): Model => ({
  ...register(),
  properties: { Reads: always((view) => read(view) !== 'nothing', { over }) },
});

const readsOwn = (view: View): unknown => [
  view.host('n1').each(server),
  view.host('n1').up,
  view.isFinal('c1'),
  view.each(writer),
  view.disks(writer),
];

const refusal = /declares that it reads c1, n1 only, and reads /;

describe('a property that declares which hosts it reads', () => {
  it.each<[string, (view: View) => unknown]>([
    ['another host', (view) => view.host('n2')],
    ['whether another host is final', (view) => view.isFinal('n2')],
    ['a machine that another host runs', (view) => view.each(server)],
    ['the disks of such a machine', (view) => view.disks(server)],
    ['what is in flight', (view) => view.inFlight()],
    ['what is in flight to a host of its own', (view) => view.inFlight('c1')],
    ['messages of a type', (view) => view.messages('write')],
    ['the partition in force', (view) => view.partition],
  ])('may not read %s, in the engine or in evaluation', (_, read) => {
    const loaded = load(reading(read, ['c1', 'n1']));
    const end = { state: initial(loaded).state, last: null };
    expect(() => explore(loaded, { keepGoing: true })).toThrow(refusal);
    expect(() => isShownBy(loaded, 'Reads', end)).toThrow(refusal);
  });

  it('may read those hosts, and machines that run nowhere else', () => {
    const loaded = load(reading(readsOwn, ['c1', 'n1']));
    const end = { state: initial(loaded).state, last: null };
    expect(explore(loaded, { keepGoing: true }).verdicts.get('Reads')?.verdict).toBe('holds');
    expect(isShownBy(loaded, 'Reads', end)).toBe(false);
  });

  it('may declare only hosts that there are', () => {
    expect(() => load(reading(() => true, ['n9']))).toThrow("'over' names the host 'n9'");
  });
});
