import { describe, expect, test } from 'vitest';
import type { Model, Property, View } from '../../../checker/index.ts';
import { always, everyStep, never, sometimes, whenQuiet } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { recorded } from '../../../checker/trace/recording.ts';
import type { Trace } from '../../../checker/trace/trace.ts';
import { verify } from '../../../checker/trace/verification.ts';
import { register, writer } from '../fixtures/register.model.ts';
import { shortestTrace } from '../fixtures/search.ts';

const model = register({ acks: 1 });
const trace = shortestTrace(model, 'Fresh');

function withProperties(properties: Readonly<Record<string, Property>>, from = model): Model {
  return { ...from, properties: { ...from.properties, ...properties } };
}

describe('a trace', () => {
  test('is verified by the model that made it', () => {
    expect(verify(load(model), trace)).toEqual({ kind: 'verified' });
  });

  test('does not fit where the system starts otherwise', () => {
    const { start } = trace;
    const moved: Trace = { ...trace, start: { ...start, state: { ...start.state, partition: 0 } } };
    expect(verify(load(model), moved)).toMatchObject({
      kind: 'misfit',
      step: 0,
      action: null,
      differences: [{ path: 'partition', before: 0, after: null }],
    });
  });

  test('names the step that can no longer happen, and why', () => {
    const steps = trace.steps.filter((_, index) => index !== 1);
    expect(verify(load(model), { ...trace, steps })).toMatchObject({
      kind: 'misfit',
      step: 2,
      action: { kind: 'deliver', from: 'n1' },
      why: expect.stringMatching(/no such message is in flight from n1 to c1.*none at all/),
    });
  });

  test('names the step that leads elsewhere, and the paths that differ', () => {
    const stricter = register({ acks: 2 });
    const start = recorded(load(stricter), 'Fresh', []).start;
    const answer = verify(load(stricter), {
      ...trace,
      parameters: stricter.parameters,
      start,
    });
    expect(answer).toMatchObject({ kind: 'misfit', step: 1, why: 'it leads to another state' });
    expect(answer.kind === 'misfit' && answer.differences).toEqual([
      { path: 'hosts.c1.residents.writer.context.acks', before: 1, after: 2 },
    ]);
  });

  test('names the step of which something else is told, and what', () => {
    const steps = trace.steps.map((step, index) => (index === 4 ? { ...step, log: [] } : step));
    expect(verify(load(model), { ...trace, steps })).toMatchObject({
      kind: 'misfit',
      step: 5,
      action: { kind: 'deliver', to: { host: 'c1' } },
      why: 'something else is observed on the way',
      differences: [{ path: 'log[0]', before: undefined, after: { type: 'observed', host: 'c1' } }],
    });
  });

  test('does not fit where something else is told of the start', () => {
    const start = { ...trace.start, log: [{ type: '@heal' }] };
    expect(verify(load(model), { ...trace, start })).toMatchObject({
      kind: 'misfit',
      step: 0,
      why: 'the hosts observe something else as they boot',
      differences: [{ path: 'log[0]', before: { type: '@heal' }, after: undefined }],
    });
  });

  test('does not fit where the model has other groupings', () => {
    const partitions = [[['n1'], ['n2', 'c1']]];
    const parted = { ...model, system: { ...model.system, partitions } };
    expect(verify(load(parted), { ...trace, groupings: partitions })).toEqual({ kind: 'verified' });
    expect(verify(load(parted), trace)).toMatchObject({
      kind: 'misfit',
      step: 0,
      why: 'the system has other groupings of hosts',
      differences: [{ path: 'groupings[0]', before: undefined }],
    });
  });

  test('does not fit where other conjuncts are said to fail', () => {
    expect(verify(load(model), { ...trace, failing: ['Fresh'] })).toMatchObject({
      kind: 'misfit',
      step: 5,
      why: 'other conjuncts of Fresh are false at the end',
      differences: [{ path: 'failing[0]', before: 'Fresh', after: undefined }],
    });
    const both = withProperties({ Sound: always({ One: () => false, Two: () => false }) });
    const sound = recorded(load(both), 'Sound', []);
    expect(verify(load(both), sound)).toEqual({ kind: 'verified' });
    expect(verify(load(both), { ...sound, failing: ['Two'] })).toMatchObject({ step: 0 });
  });

  test('whose end violates nothing is harmless', () => {
    const steps = trace.steps.slice(0, 4);
    expect(verify(load(model), { ...trace, steps }).kind).toBe('harmless');
  });

  test('of a property that is gone is harmless', () => {
    expect(verify(load(model), { ...trace, property: 'Gone' })).toMatchObject({
      kind: 'harmless',
      why: expect.stringContaining('no property Gone'),
    });
    expect(verify(load(model), { ...trace, property: 'constructor' }).kind).toBe('harmless');
  });
});

function isReading(view: View): boolean {
  return view.each(writer).some((one) => one.in('reading'));
}

describe('the end of a trace shows', () => {
  const cases: Readonly<Record<string, Property>> = {
    Always: always((view) => !isReading(view)),
    Never: never(isReading),
    Sometimes: sometimes(isReading),
    EveryStep: everyStep((before, _action, after) => isReading(before) || !isReading(after)),
    WhenQuiet: whenQuiet((view) => !view.isFinal('c1')),
  };

  test.each(Object.keys(cases))('%s', (property) => {
    const watched = withProperties(cases);
    const found = shortestTrace(watched, property);
    expect(verify(load(watched), found)).toEqual({ kind: 'verified' });
    const cutShort = { ...found, steps: found.steps.slice(0, -1) };
    expect(verify(load(watched), cutShort).kind).toBe('harmless');
  });

  test('a deadlock', () => {
    const stuck: Model = { ...model, done: () => false };
    const found = shortestTrace(stuck, 'Deadlock');
    expect(verify(load(stuck), found)).toEqual({ kind: 'verified' });
    expect(verify(load(model), found).kind).toBe('harmless');
  });

  test('nothing where a predicate throws, which breaks the model', () => {
    const faulty = withProperties({
      Faulty: always(() => {
        throw new Error('what host?');
      }),
    });
    expect(() => verify(load(faulty), { ...trace, property: 'Faulty' })).toThrow(
      /the predicate threw: what host\?/,
    );
  });
});

test('a run that the reference does not enable is a bug of the engine, and said to be', () => {
  const actions = trace.steps.map(({ action }) => action);
  expect(() => recorded(load(model), 'Fresh', actions.slice(1))).toThrow(
    /takes an action at step 1 that the reference semantics doesn't enable/,
  );
});
