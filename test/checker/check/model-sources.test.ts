import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesOf } from '../../../checker/check/model-sources.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop();
});
afterEach(() => workshop.close());

const checker = new URL('../../../checker/index.ts', import.meta.url).href;

/** The files that a model in a folder is written in, given what its file says. */
function filesOf(file: string, text: string): readonly string[] {
  return Object.keys(sourcesOf(workshop.write(file, text))).toSorted();
}

describe('the files that a model is written in', () => {
  it('are its own, and those that it imports by a path, in whatever way', () => {
    workshop.write('rules/rules.ts', "export { deep } from '../deep.mts';\nimport './effect.js';");
    workshop.write('rules/effect.js', "void import('../late.ts'); import data from './data.json'");
    workshop.write('rules/data.json', '[]');
    workshop.write('deep.mts', "import { rules } from './rules/rules.ts';");
    workshop.write('late.ts', 'require(\'./old\'); require("./older")');
    workshop.write('old.cjs', '');
    workshop.write('older/index.js', '');
    workshop.write('apart.ts', '');
    const text = "import {\n  rules,\n} from '../rules/rules.ts';\nimport * as fs from 'node:fs';";
    expect(filesOf('models/m.model.ts', text)).toEqual([
      '../deep.mts',
      '../late.ts',
      '../old.cjs',
      '../older/index.js',
      '../rules/data.json',
      '../rules/effect.js',
      '../rules/rules.ts',
      'm.model.ts',
    ]);
  });

  it('are none of the checker, of packages, or of what is not there', () => {
    const text = `import * as quorate from '${checker}';\nimport { setup } from 'xstate';
import './gone.ts';
import 'https://example.org/x.js';`;
    expect(filesOf('m.model.ts', text)).toEqual(['m.model.ts']);
  });

  it('are told by what they say, as it was when they were first asked for', () => {
    const one = workshop.write('one.model.ts', 'a');
    const other = workshop.write('two.model.ts', 'a');
    expect(Object.values(sourcesOf(one))).toEqual(Object.values(sourcesOf(other)));
    workshop.write('two.model.ts', 'b');
    expect(Object.values(sourcesOf(one))).toEqual(Object.values(sourcesOf(other)));
    const third = workshop.write('three.model.ts', 'b');
    expect(Object.values(sourcesOf(one))).not.toEqual(Object.values(sourcesOf(third)));
  });
});
