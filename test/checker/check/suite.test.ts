import { describe, expect, test } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import type { Findings, Task } from '../../../checker/check/findings.types.ts';
import { mutantResults } from '../../../checker/check/mutation.ts';
import { modelOf } from '../../../checker/check/subject.ts';
import type { Subject } from '../../../checker/check/subject.ts';
import { checkSuite } from '../../../checker/check/suite.ts';
import type {
  Selected,
  SuiteListener,
  SuiteOptions,
  SuiteResult,
} from '../../../checker/check/suite.ts';
import type { Model } from '../../../checker/index.ts';
import { caughtBy, edit, reparameterised, swap } from '../../../checker/index.ts';
import { inProcess, registerSubject } from '../fixtures/in-process.ts';
import { models, register, server, writer } from '../fixtures/register.model.ts';

/** Hears everything and does nothing. */
const silent: SuiteListener = {
  onProgress: () => undefined,
  onResult: async () => undefined,
  onBroken: () => undefined,
  onFailed: () => undefined,
};

const limits = { maxStates: null, maxDepth: null, maxSeconds: null };
const options: SuiteOptions = {
  limits,
  keepGoing: false,
  mutants: false,
  reduce: [],
  means: { workers: 1, store: 'exact' as const, memory: null },
};

function selected(change: Partial<Subject> = {}): Selected {
  const subject = registerSubject(change);
  return { subject, model: modelOf(subject, models) };
}

async function check(
  list: readonly Selected[],
  changed: Partial<SuiteOptions> = {},
  explorer: Explorer = inProcess(),
): Promise<SuiteResult & { readonly heard: readonly string[] }> {
  const heard: string[] = [];
  const suite = await checkSuite(list, {
    explorer,
    options: { ...options, ...changed },
    isInterrupted: () => false,
    listener: {
      onProgress: (model) => void heard.push(`progress ${model}`),
      onResult: async ({ model }) => void heard.push(`result ${model.name}`),
      onBroken: ({ model }) => void heard.push(`broken ${model}`),
      onFailed: ({ model }) => void heard.push(`failed ${model}`),
    },
  });
  return { ...suite, heard };
}

describe('a suite', () => {
  test('has the next model explored while it is worked out what was found of one', async () => {
    const begun: string[] = [];
    const explorer: Explorer = {
      ...inProcess(),
      explore: (subject, ...rest) => {
        begun.push(subject.mutant ?? subject.listed);
        return inProcess().explore(subject, ...rest);
      },
    };
    const list = [selected({ listed: 'register/acks1' }), selected()];
    const begunBefore = async (mutants: boolean): Promise<readonly string[]> => {
      begun.length = 0;
      const told: string[] = [];
      await checkSuite(list, {
        explorer,
        options: { ...options, mutants },
        isInterrupted: () => false,
        listener: { ...silent, onResult: async () => void told.push(begun.join()) },
      });
      return told;
    };
    const both = 'register/acks1,register/acks2';
    expect(await begunBefore(false)).toEqual([both, both]);
    const mutants = Object.keys(selected().model.mutants);
    expect(mutants.length).toBeGreaterThan(0);
    expect(await begunBefore(true)).toEqual([both, [both, ...mutants].join()]);
  });

  test('tells of a model that was begun when the suite was interrupted, and begins no other', async () => {
    const inner = inProcess();
    let isInterrupted = false;
    const explorer: Explorer = {
      ...inner,
      explore: (subject, ...rest) => {
        if (subject.listed === 'register/acks1') inner.interrupt();
        isInterrupted = subject.listed === 'register/acks1';
        return inner.explore(subject, ...rest);
      },
    };
    const list = [selected(), selected({ listed: 'register/acks1' }), selected()];
    const { results } = await checkSuite(list, {
      explorer,
      options,
      isInterrupted: () => isInterrupted,
      listener: silent,
    });
    expect(results.map(({ model, verdict }) => [model.name, verdict])).toEqual([
      ['register/acks2', 'holds'],
      ['register/acks1', 'unknown'],
    ]);
  });

  test('is checked model by model, in order', async () => {
    const { results, heard } = await check([selected({ listed: 'register/acks1' }), selected()]);
    expect(results.map(({ verdict, asExpected }) => [verdict, asExpected])).toEqual([
      ['violated', true],
      ['holds', true],
    ]);
    expect(heard.filter((line) => line.startsWith('result'))).toEqual([
      'result register/acks1',
      'result register/acks2',
    ]);
  });

  test('goes on after a broken model, and says which', async () => {
    const explorer: Explorer = {
      ...inProcess(),
      explore: (subject, task, onProgress) => {
        if (subject.listed === 'register/acks2')
          return inProcess().explore(subject, task, onProgress);
        return Promise.reject(new BrokenModel('no way', { machine: 'writer' }));
      },
    };
    const { results, broken } = await check(
      [selected({ listed: 'register/acks1' }), selected()],
      {},
      explorer,
    );
    expect(results).toHaveLength(1);
    expect(broken).toHaveLength(1);
    expect(broken[0]?.error.place).toMatchObject({ machine: 'writer', model: 'register/acks1' });
  });

  test('goes on after a check that failed by a bug, and says which', async () => {
    const cause = new TypeError('bug');
    const explorer: Explorer = {
      ...inProcess(),
      explore: (subject, ...rest) =>
        subject.listed === 'register/acks1'
          ? Promise.reject(cause)
          : inProcess().explore(subject, ...rest),
    };
    const list = [selected({ listed: 'register/acks1' }), selected()];
    const { results, failed, heard } = await check(list, {}, explorer);
    expect(results.map(({ model }) => model.name)).toEqual(['register/acks2']);
    expect(failed).toEqual([{ model: 'register/acks1', cause }]);
    expect(heard).toContain('failed register/acks1');
  });

  test('counts a model as failed alone, where whoever hears of its result fails', async () => {
    const cause = new TypeError('bug');
    const { results, failed } = await checkSuite([selected()], {
      explorer: inProcess(),
      options,
      isInterrupted: () => false,
      listener: { ...silent, onResult: () => Promise.reject(cause) },
    });
    expect(results).toEqual([]);
    expect(failed).toEqual([{ model: 'register/acks2', cause }]);
  });

  test('ends where whoever hears of a failed check throws', async () => {
    const explorer = { ...inProcess(), explore: () => Promise.reject(new Error('full disk')) };
    const run = checkSuite([selected()], {
      explorer,
      options,
      isInterrupted: () => false,
      listener: {
        ...silent,
        onFailed: ({ cause }) => {
          throw cause;
        },
      },
    });
    await expect(run).rejects.toThrow('full disk');
  });

  test('leaves off when interrupted', async () => {
    const suite = await checkSuite([selected()], {
      explorer: inProcess(),
      options,
      isInterrupted: () => true,
      listener: silent,
    });
    expect(suite).toEqual({ results: [], broken: [], failed: [] });
  });

  test('does not stop for a deadlock that nobody asked about', async () => {
    const tasks: Task[] = [];
    const explorer: Explorer = {
      ...inProcess(),
      explore: (subject, task, onProgress) => {
        tasks.push(task);
        return inProcess().explore(subject, task, onProgress);
      },
    };
    await check([selected({ only: ['NotBoth'] })], {}, explorer);
    await check([selected({ only: ['Deadlock'] })], {}, explorer);
    await check([selected({ listed: 'register/acks1' })], {}, explorer);
    expect(tasks.map(({ expected }) => expected)).toEqual([['Deadlock'], [], ['Fresh']]);
  });
});

describe('mutants', () => {
  const killed = async (changed: Partial<Model>): Promise<unknown> => {
    const model = { ...register(), ...changed };
    const explorer: Explorer = {
      ...inProcess(),
      explore: async (subject, task) => {
        const mutant = modelOf(subject, [model]);
        return explore(mutant, task);
      },
    };
    return mutantResults(registerSubject(), model, {
      explorer,
      limits,
      means: options.means,
      onProgress: () => undefined,
      isInterrupted: () => false,
      unchanged: nothing,
    });
  };
  /** What an engine would find: whatever `outcomes` says of the mutant's parameters. */
  let outcome: Partial<Findings> = {};
  const explore = (_model: Model, _task: Task): Findings => ({ ...nothing, ...outcome });
  const run = [{ kind: 'heal' }] as const;
  const mutants = { oneAck: caughtBy('Fresh', reparameterised({ acks: 1 })) };

  test('are killed by the property that is named', async () => {
    const caught = {
      property: 'Fresh',
      killedBy: 'Fresh',
      inconclusive: false,
      changesNothing: false,
    };
    const { results } = await check([selected()], { mutants: true });
    expect(results[0]?.mutants).toEqual([
      { ...caught, name: 'ignoresAcks', steps: 3 },
      { ...caught, name: 'oneAck', steps: 5 },
    ]);
  });

  test.each<[string, Findings['verdicts'], string | null]>([
    ['the named property', violations('NotBoth', 'Fresh', 'Deadlock'), 'Fresh'],
    ['another one', violations('Deadlock', 'NotBoth'), 'NotBoth'],
    ['a deadlock at worst', violations('Deadlock'), 'Deadlock'],
    ['nothing', {}, null],
  ])('are caught by %s', async (_, verdicts, killedBy) => {
    outcome = { verdicts };
    expect(await killed({ mutants })).toMatchObject([{ killedBy, inconclusive: false }]);
  });

  test('may be caught by a sometimes that never happens, which takes no steps', async () => {
    outcome = { verdicts: { Finishes: { verdict: 'violated', steps: null, run: null } } };
    expect(await killed({ mutants })).toMatchObject([{ killedBy: 'Finishes', steps: null }]);
  });

  test('are left open where a limit comes first', async () => {
    outcome = { complete: false };
    expect(await killed({ mutants })).toMatchObject([{ killedBy: null, inconclusive: true }]);
  });

  test('are not caught by what the model violates anyway', async () => {
    outcome = { verdicts: violations('Fresh') };
    const expected = { Fresh: { verdict: 'violated', steps: null } } as const;
    const other = { oneAck: caughtBy('NotBoth', reparameterised({ acks: 1 })) };
    expect(await killed({ mutants: other, expect: expected })).toMatchObject([{ killedBy: null }]);
  });

  test.each<[string, Partial<Model>, RegExp]>([
    [
      'names no property to catch it',
      { mutants: { odd: caughtBy('Frehs', reparameterised({ acks: 1 })) } },
      /caught by 'Frehs', which is no property/,
    ],
    [
      'names a property that is violated anyway',
      {
        mutants: { odd: caughtBy('Fresh', reparameterised({ acks: 1 })) },
        expect: { Fresh: { verdict: 'violated', steps: null } },
      },
      /which is violated without it/,
    ],
    [
      'changes a machine that nobody runs',
      { mutants: { odd: caughtBy('Fresh', swap(writer.provide({}), writer)) } },
      /changes the machine 'writer', which no host/,
    ],
    [
      'changes parameters that there are not',
      {
        mutants: { odd: caughtBy('Fresh', reparameterised({ acks: 1 })) },
        reparameterise: null,
      },
      /has no parameters to change/,
    ],
  ])('that %s breaks the model', async (_, changed, message) => {
    await expect(killed(changed)).rejects.toThrow(message);
  });

  function violations(...names: readonly string[]): Findings['verdicts'] {
    return Object.fromEntries(
      names.map((name) => [name, { verdict: 'violated', steps: run.length, run }]),
    );
  }
});

const nothing: Findings = {
  complete: true,
  stoppedBy: null,
  states: 1,
  transitions: 0,
  depth: 0,
  seconds: 0,
  bytesPerState: 0,
  verdicts: {},
  charted: [],
  taken: [],
  guarded: [],
  guardOutcomes: [],
  faultsNeverSeen: [],
  antecedentsNeverSeen: [],
  orderDependent: [],
  growing: [],
  reductions: [],
};

describe('a subject', () => {
  test('is a listed model, with other parameters, fewer properties, or a change', () => {
    expect(modelOf(registerSubject(), models).name).toBe('register/acks2');
    const other = modelOf(registerSubject({ changed: { drops: 1 } }), models);
    expect(other.name).toBe('register/acks2-drops1');
    const narrow = modelOf(
      registerSubject({ listed: 'register/acks1', only: ['NotBoth'] }),
      models,
    );
    expect([Object.keys(narrow.properties), Object.keys(narrow.expect)]).toEqual([['NotBoth'], []]);
  });

  test('with a changed machine runs it on every host that runs the original', () => {
    const change = edit(server, (config) => ({ ...config, id: 'changed' }));
    const model = { ...register(), mutants: { odd: caughtBy('Fresh', change) } };
    const mutant = modelOf(registerSubject({ mutant: 'odd' }), [model]);
    const slots = mutant.system.hosts.flatMap(({ machines }) => Object.values(machines));
    expect(slots.map(({ machine }) => machine.id)).toEqual(['writer', 'changed', 'changed']);
    expect(slots.map(({ original }) => original)).toEqual([writer, server, server]);
  });

  test.each([
    ['an unknown model', { listed: 'register/acks9' }, /lists no model 'register\/acks9'/],
    ['an unknown mutant', { mutant: 'nobody' }, /no mutant 'nobody'/],
  ])('of %s is refused', (_, change, message) => {
    expect(() => modelOf(registerSubject(change), models)).toThrow(message);
  });
});
