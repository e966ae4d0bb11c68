/** Model files with a mistake in a definition, and what the command line says of them. */

import { describe, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';

/** What a mistake is called, a model file that makes it, and what is said of it. */
export type Mistakes = readonly (readonly [name: string, file: string, message: string])[];

const checker = new URL('../../../checker/index.ts', import.meta.url).href;
const register = new URL('../fixtures/register.model.ts', import.meta.url).href;
const vocabulary = `import * as quorate from '${checker}';
import { register, server, writer } from '${register}';
const { always, caughtBy, client, family, host, leadsTo, model, monitored, never } = quorate;
const { perKey, perRequest, reparameterised, resident, swap, system, terminates } = quorate;
const { edit, violated, weak } = quorate;
const hosts = [host('n1', { server: resident(server) })];
const one = system({ hosts });
const Fine = always(() => true);
`;

/** Checks a model file of one's own. */
export async function checked(
  text: string,
): Promise<{ readonly code: number; readonly err: string }> {
  const workshop = openWorkshop();
  workshop.write('m.model.ts', vocabulary + text);
  const { code, err } = await workshop.run(['check', 'm.model.ts', '--no-progress']);
  workshop.close();
  return { code, err: said(err) };
}

/** Tests that each mistake answers 75, and is named together with its file; `groups` are mistakes in something. */
export function testMistakes(groups: Readonly<Record<string, Mistakes>>): void {
  describe.each(Object.entries(groups))('%s answers 75 and names', (_, mistakes) => {
    test.each(mistakes)('%s', async (__, text, message) => {
      const { code, err } = await checked(text);
      expect(err).toContain(message);
      expect(err).toContain('file: ');
      expect(code).toBe(75);
    });
  });
}

/** A model with one field of its definition more, or another one. */
export const defined = (field: string): string =>
  `export const models = [model('odd/one', { system: one, properties: { Fine }, ${field} })];`;

/** A model of a system with one field more, or another one. */
export const within = (field: string): string =>
  `export const models = [model('odd/one', { system: system({ hosts, ${field} }), properties: { Fine } })];`;

/** A model that was made from another one by a spread. */
export const spread = (field: string): string =>
  `export const models = [{ ...register(), mutants: {}, ${field} }];`;
