/**
 * Builds `dist/`, all that the package holds: JavaScript and declarations of this folder, and the
 * examples as they are copied from, importing `quorate`. `npm pack` runs it here. Sets the checkout up
 * where that was never done, and leaves alone what is installed: others may be running on it.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, 'dist');

const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** Runs a program on this Node; all that it says goes to stderr. */
function run(...command) {
  const stdio = ['ignore', process.stderr, process.stderr];
  const { status } = spawnSync(process.execPath, command, { stdio });
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}: see its messages above`);
}

/**
 * Where a compiled file names another by its source: in declarations, whose imports the compiler
 * leaves as they are, and in the addresses that threads start at, which it takes for mere strings.
 */
const sourceName = /\b(from |import\(|new URL\()('\.{1,2}\/[^']+)\.ts'/g;

function nameCompiled() {
  for (const entry of fs.readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = fs.readFileSync(path, 'utf8');
    fs.writeFileSync(path, text.replaceAll(sourceName, "$1$2.js'"));
  }
}

/** What is loaded as it is, from beside the code that loads it. */
function copyLoaded() {
  for (const name of ['engine/kernel/kernel.wasm', 'engine/threads/helping-thread.mjs']) {
    fs.copyFileSync(join(here, name), join(dist, name));
  }
}

function copyExamples() {
  fs.mkdirSync(join(dist, 'examples'));
  for (const name of fs.readdirSync(join(here, 'examples'))) {
    const text = fs.readFileSync(join(here, 'examples', name), 'utf8');
    fs.writeFileSync(join(dist, 'examples', name), text.replaceAll("'../index.ts'", "'quorate'"));
  }
}

fs.rmSync(dist, { recursive: true, force: true });
if (!fs.existsSync(compiler)) run(join(root, 'setup.mjs'));
run(compiler, '-p', join(root, 'tsconfig.build.json'));
nameCompiled();
copyLoaded();
copyExamples();
