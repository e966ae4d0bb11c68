/** Ties the rooms together for the `quorate` command. */

import { defineConfig } from './checker/index.ts';
import { storeCommands } from './impl/commands.ts';

export default defineConfig({ models: 'spec/**/*.model.ts', commands: storeCommands });
