import { describe, expect, test } from 'vitest';
import { always } from '../../../checker/index.ts';
import type { Model, Property } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { decode, encode } from '../../../checker/trace/itf.ts';
import { verify } from '../../../checker/trace/verification.ts';
import { register, writer } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';
import { openWorkshop } from '../fixtures/workshop.ts';

function withProperty(property: Property): Model {
  return { ...register({ acks: 1 }), properties: { Sound: property }, expect: {} };
}

const sound = withProperty(
  always({
    NoneLost: () => true,
    NotReading: (view) => view.each(writer).every((one) => !one.in('reading')),
    Few: (view) => view.inFlight('n2').length < 2,
  }),
);

describe('a property of several conjuncts', () => {
  const trace = shortestTrace(sound, 'Sound');

  test('is violated where one of them is false, and names those that are', () => {
    expect(trace.steps.length).toBe(3);
    expect(trace.failing).toEqual(['NotReading', 'Few']);
    expect(verify(load(sound), trace)).toEqual({ kind: 'verified' });
  });

  test('has their names in the trace file', () => {
    expect(decode(encode(trace), 'it')).toEqual(trace);
  });

  test('does not name one that throws where an earlier one is false', () => {
    const wary = withProperty(
      always({
        NotReading: (view) => view.each(writer).every((one) => !one.in('reading')),
        Unreadable: (view) => {
          if (view.each(writer).some((one) => one.in('reading'))) throw new Error('reading');
          return true;
        },
      }),
    );
    expect(shortestTrace(wary, 'Sound').failing).toEqual(['NotReading']);
  });

  test('has at least one', () => {
    expect(() => always({})).toThrow(/says nothing: name at least one/);
  });

  test('is told with the names of those that are false, also as JSON', async () => {
    const workshop = openWorkshop({
      'sound.model.ts': `
        const Sound = quorate.always({
          Never: (view) => view.hosts.length === 3,
          NoneInFlight: (view) => view.inFlight().length === 0,
        });
        export const models = [
          { ...register({ acks: 1 }), name: 'sound/one', properties: { Sound }, expect: {}, mutants: {} },
        ];`,
    });
    const { code, out } = await workshop.run(['check', 'sound.model.ts']);
    expect(code).toBe(12);
    expect(out).toContain(
      '✗ sound/one: Sound is violated after 1 step (not expected)\n  in the last state NoneInFlight is false\n',
    );
    expect(out).toContain('      ✗ Sound is violated here: NoneInFlight is false\n');
    const json = await workshop.run(['check', 'sound.model.ts', '--json', '-']);
    const [property] = JSON.parse(json.out).models[0].properties;
    expect(property).toMatchObject({ name: 'Sound', steps: 1, failing: ['NoneInFlight'] });
    workshop.close();
  });
});
