/** Ties the rooms together for the `quorate` command. */

import { defineConfig } from './checker/index.ts';
import { storeCommands } from './impl/commands.ts';
import { replay } from './traces/bridge/replay.ts';

/** Our own project: Dynamo's protocols, and the store that their runs are replayed on. */
export default defineConfig({ models: 'spec/**/*.model.ts', replay, commands: storeCommands });
