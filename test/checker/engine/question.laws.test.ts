import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Layout } from '../../../checker/engine/layout.ts';
import { Part, RowSight, undivided, Whole } from '../../../checker/engine/part.ts';
import type { AnyPart } from '../../../checker/engine/parts.types.ts';
import type { Evaluation } from '../../../checker/engine/question.ts';
import { Question } from '../../../checker/engine/question.ts';

const columns = 4;
const size = 6;
const layout = new Layout(Array.from({ length: columns }, () => size));
const row = fc.array(fc.nat(size - 1), { minLength: columns, maxLength: columns });

/** A predicate over rows: which column to look at, and by its value what comes next. */
type Decision = boolean | { readonly column: number; readonly next: readonly Decision[] };

const decision: fc.Arbitrary<Decision> = fc.letrec<{ tree: Decision }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.record({
      column: fc.nat(columns - 1),
      next: fc.array(tie('tree'), { minLength: size, maxLength: size }),
    }),
  ),
})).tree;

function decided(tree: Decision, read: (column: number) => number): boolean {
  return typeof tree === 'boolean' ? tree : decided(tree.next[read(tree.column)] ?? false, read);
}

function plainParts(): Part<unknown>[] {
  return Array.from({ length: columns }, (_, column) => {
    const part = new Part<unknown>(undivided(column), (number) => ({
      key: String(number),
      show: () => number,
    }));
    part.relayout(layout);
    return part;
  });
}

class Asked {
  readonly sight = new RowSight();
  readonly parts: readonly AnyPart[];
  calls = 0;
  #words = new Int32Array(layout.words);

  constructor(parts: readonly AnyPart[]) {
    this.parts = parts;
  }

  look(values: readonly number[]): void {
    this.#words = new Int32Array(layout.words);
    layout.pack(Int32Array.from(values), this.#words, 0);
    this.sight.look(this.#words, 0);
  }

  question(evaluate: Evaluation): Question {
    const subject = { parts: this.parts, before: this.sight, after: this.sight, split: () => 0 };
    return new Question(
      subject,
      (onRead) => {
        this.calls++;
        return evaluate(onRead);
      },
      () => new Error('undetermined'),
    );
  }

  reads(onRead: (probe: number, value: number) => void): (part: number) => number {
    return (part) => {
      const value = this.parts[part]?.value(this.sight) ?? 0;
      onRead(part * 2, value);
      return value;
    };
  }
}

describe('a question', () => {
  it('answers as its predicate does, and asks it at most once for what it reads', () => {
    fc.assert(
      fc.property(decision, fc.array(row, { minLength: 1, maxLength: 60 }), (tree, rows) => {
        const asked = new Asked(plainParts());
        // A part's value is the order in which its column's numbers were met: `seen` gives the number.
        const question = asked.question((onRead) => {
          const read = asked.reads(onRead);
          return decided(tree, (column) => Number(asked.parts[column]?.seen(read(column))));
        });
        const paths = new Set<string>();
        for (const values of rows) {
          asked.look(values);
          const path: string[] = [];
          const expected = decided(tree, (column) => {
            path.push(`${column}=${values[column]}`);
            return values[column] ?? 0;
          });
          paths.add(path.join());
          expect(question.answer()).toBe(expected);
        }
        expect(asked.calls).toBeLessThanOrEqual(paths.size);
      }),
    );
  });

  it('keeps the answers of each root apart', () => {
    const asked = new Asked(plainParts());
    let sought = 0;
    const question = asked.question((onRead) => asked.reads(onRead)(0) === sought);
    asked.look([1, 0, 0, 0]);
    const roots = [question.root(), question.root()];
    const answers = roots.map((root, index) => {
      sought = index;
      return question.answer(root);
    });
    expect(answers).toEqual([true, false]);
    expect(roots.map((root) => question.answer(root))).toEqual([true, false]);
    expect(asked.calls).toBe(2);
  });

  it('notices a predicate that reads differently for the same state', () => {
    const asked = new Asked(plainParts());
    let calls = 0;
    const question = asked.question((onRead) => asked.reads(onRead)(calls++ === 0 ? 0 : 1) > 9);
    asked.look([0, 0, 0, 0]);
    question.answer();
    asked.look([1, 0, 0, 0]);
    expect(() => question.answer()).toThrow('undetermined');
  });

  it('stops remembering where that never pays, and still answers', () => {
    const wide = new Part<unknown>(undivided(0), (number) => ({
      key: String(number),
      show: () => number,
    }));
    const many = new Layout([1 << 20]);
    wide.relayout(many);
    const asked = new Asked([wide]);
    const question = asked.question((onRead) => asked.reads(onRead)(0) % 2 === 0);
    const words = new Int32Array(1);
    for (let number = 0; number < 40_000; number++) {
      many.pack(Int32Array.from([number]), words, 0);
      asked.sight.look(words, 0);
      expect(question.answer()).toBe(number % 2 === 0);
    }
    const { calls } = asked;
    question.answer();
    expect(asked.calls).toBe(calls + 1);
    expect([...question.read]).toEqual([wide]);
  });
});

describe('a whole', () => {
  it('has one value and one list for each combination of its parts', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const parts = [0, 1, 2].map((column) => {
          const part = new Part<readonly number[]>(undivided(column), (number) => ({
            key: String(number >> 1),
            show: () => [number >> 1],
          }));
          part.relayout(layout);
          return part;
        });
        const whole = new Whole(parts);
        const asked = new Asked([whole]);
        const lists = new Map<string, readonly number[]>();
        for (const values of rows) {
          asked.look(values);
          const expected = values.slice(0, 3).map((value) => value >> 1);
          const seen = whole.seen(whole.value(asked.sight));
          expect(seen).toEqual(expected);
          expect(lists.get(expected.join()) ?? seen).toBe(seen);
          lists.set(expected.join(), seen);
        }
        expect(whole.size).toBe(lists.size);
        expect(whole.isFull).toBe(false);
      }),
    );
  });
});
