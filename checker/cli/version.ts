/** The version of this package. */

import { createRequire } from 'node:module';
import * as v from 'valibot';

/** As the package's manifest has it, wherever that lies: a package finds itself by its name. */
export function version(): string {
  const manifest: unknown = createRequire(import.meta.url)('quorate/package.json');
  return v.parse(v.object({ version: v.string() }), manifest).version;
}
