/**
 * Brings a checkout to the point where every script of package.json runs: the locked packages, the
 * pinned Node that comes with them, and the `quorate` command. Needs npm and a system Node as new as
 * package.json says, nothing else. Does nothing when all is in place, prints nothing on stdout, and
 * may be started any number of times at once.
 */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { constants, hostname } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const windows = process.platform === 'win32';
const bins = 'node_modules/.bin';
const lockFile = '.quorate/setup.lock';
/** Milliseconds. A live owner touches its lock every second; one this old was left behind. */
const abandonedAfter = 300_000;

/** An error whose text is all that its reader needs: what, where, likely cause, what to do. */
class SetupError extends Error {}

const readJson = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));
/** The oldest Node that a manifest allows, number by number. */
const oldestNodeIn = (manifest) => readJson(manifest).engines.node.match(/\d+/g).map(Number);

function isMusl() {
  const report = process.report;
  report.excludeNetwork = true;
  return report.getReport().header.glibcVersionRuntime === undefined;
}

/** Whether npm has to install this entry of the lock file on this machine. */
function isNeededHere(entry) {
  if (entry.optional !== true) return true;
  if (entry.os === undefined || entry.cpu === undefined) return false;
  if (!entry.os.includes(process.platform) || !entry.cpu.includes(process.arch)) return false;
  return entry.libc === undefined || entry.libc.includes(isMusl() ? 'musl' : 'glibc');
}

function lockedPackages() {
  try {
    return Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  } catch (cause) {
    throw new SetupError(
      `package-lock.json in ${root} can't be read (${cause.message}). It is part of the repository: restore it with "git checkout package-lock.json".`,
    );
  }
}

/** The locked packages that node_modules lacks or has in another version. */
function missingPackages(locked) {
  let present = {};
  try {
    // npm writes this file last, so an install that was cut short doesn't have it.
    present = readJson('node_modules/.package-lock.json').packages;
  } catch {
    // Nothing is installed, or not completely.
  }
  const isPresent = ([path, entry]) => {
    const found = present[path];
    if (found === undefined) return !isNeededHere(entry);
    const same = found.version === entry.version && found.integrity === entry.integrity;
    return same && fs.existsSync(`${path}/package.json`);
  };
  return locked.filter((entry) => !isPresent(entry)).map(([path]) => path);
}

function versionOf(node) {
  const run = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : null;
}

function atLeast(version, [major, minor = 0]) {
  const [itsMajor, itsMinor] = version.split('.').map(Number);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}

/** Symlinks in one step, so that nobody who runs at the same time sees the name missing. */
function link(target, path) {
  fs.mkdirSync(bins, { recursive: true });
  const fresh = `${path}.${process.pid}`;
  fs.rmSync(fresh, { force: true });
  fs.symlinkSync(target, fresh);
  fs.renameSync(fresh, path);
}

function linksTo(path, target) {
  try {
    return fs.readlinkSync(path) === target && fs.existsSync(path);
  } catch {
    return false;
  }
}

/** The `bin/node` of the Node package that the lock file pins for this platform. */
function pinnedNode(locked) {
  const found = locked.find(
    ([path, entry]) =>
      /^node_modules\/node-(bin-)?(linux|darwin|win)-/.test(path) && isNeededHere(entry),
  );
  return found === undefined ? null : `${found[0]}/bin/${windows ? 'node.exe' : 'node'}`;
}

/** Makes `.bin/node` (npm 10 leaves it out) and `.bin/quorate` (npm never makes it here). */
function linkCommands(locked) {
  if (windows) return;
  const pinned = pinnedNode(locked);
  if (!fs.existsSync(`${bins}/node`) && pinned !== null && fs.existsSync(pinned)) {
    link(pinned.replace('node_modules', '..'), `${bins}/node`);
  }
  const launcher = '../../bin/quorate.mjs';
  if (!linksTo(`${bins}/quorate`, launcher)) link(launcher, `${bins}/quorate`);
}

/** Sees to it that the Node of `.bin` starts and runs the checker; the system's may stand in. */
function checkNode(locked) {
  const needed = oldestNodeIn('checker/package.json');
  const pinned = windows ? pinnedNode(locked) : `${bins}/node`;
  const version = pinned !== null && fs.existsSync(pinned) ? versionOf(resolve(pinned)) : null;
  if (version !== null && atLeast(version, needed)) return;
  if (!windows && atLeast(process.versions.node, needed)) {
    link(process.execPath, `${bins}/node`);
    return;
  }
  const found = version === null ? "doesn't start here" : `is only ${version}`;
  throw new SetupError(
    `The Node that the lock file pins ${found} (${process.platform} ${process.arch}), and the system's ${process.versions.node} can't run TypeScript. Install Node ${needed.join('.')} or newer and run this again.`,
  );
}

const isReady = (locked) =>
  missingPackages(locked).length === 0 &&
  (windows ||
    (fs.existsSync(`${bins}/node`) && linksTo(`${bins}/quorate`, '../../bin/quorate.mjs')));

/** What npm prints when it fails, and what that means here; the first that fits is told. */
const causes = [
  [
    /CERT|certificate/,
    'The certificate of the package registry is not trusted. Behind a proxy, name its certificate in NODE_EXTRA_CA_CERTS.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|Exit handler never called/,
    'Most likely the package registry could not be reached. Check the network, "npm config get registry" and, behind a proxy, "npm config get proxy" and NODE_EXTRA_CA_CERTS; then run this again.',
  ],
  [
    /\bE40[134]\b|ETARGET/,
    'The registry that npm is set to lacks a locked package or refuses to give it. Check "npm config get registry" and its login.',
  ],
  [
    /EUSAGE/,
    'package.json and package-lock.json disagree. After a change of dependencies run "npm install" and commit both.',
  ],
  [/ENOSPC/, 'The disk is full: about 600 MB are needed.'],
  [/EACCES|EPERM/, 'Check who owns this checkout and the npm cache ("npm config get cache").'],
];

/** Runs `npm ci`, its messages on stderr; `keep` gets the child, so that a signal reaches it. */
function npmCi(path, keep) {
  const flags =
    '--ignore-scripts --include=dev --include=optional --engine-strict=false --no-audit --no-fund --loglevel=error';
  return new Promise((done, fail) => {
    const child = spawn('npm', ['ci', ...flags.split(' ')], {
      stdio: ['ignore', process.stderr, 'pipe'],
      env: { ...process.env, PATH: path },
      shell: windows,
    });
    keep(child);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      process.stderr.write(chunk);
    });
    child.on('error', ({ message }) => {
      const advice = 'It comes with Node: install Node 20 or newer with npm, and run this again.';
      fail(new SetupError(`npm could not be started (${message}). ${advice}`));
    });
    child.on('close', (status, signal) => {
      if (status === 0) return done();
      const cause = causes.find(([pattern]) => pattern.test(said));
      const advice = cause?.[1] ?? 'Its own message stands above.';
      return fail(new SetupError(`npm ci ended with ${signal ?? `status ${status}`}. ${advice}`));
    });
  });
}

/** Installs what the lock file says, a second time with the pinned Node if something is left out. */
async function install(locked, keep) {
  process.stderr.write('Installing the locked packages (once per clone) ...\n');
  const { PATH } = process.env;
  // npm drops an optional package silently when its download fails or the system's Node is too old.
  for (const path of [PATH, [resolve(bins), PATH].join(delimiter)]) {
    await npmCi(path, keep);
    linkCommands(locked);
    if (missingPackages(locked).length === 0) return;
  }
  throw new SetupError(
    `npm ci ended well but left out ${missingPackages(locked).join(', ')}. The registry may lack them: check "npm config get registry", then run this again.`,
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}

/** The owner of the lock, or null if there is none or it is gone. */
function liveOwner() {
  try {
    const owner = readJson(lockFile);
    if (Date.now() - fs.statSync(lockFile).mtimeMs > abandonedAfter) return null;
    if (owner.host !== hostname()) return owner;
    return owner.pids.some(isAlive) ? owner : null;
  } catch {
    return null;
  }
}

/** Puts a file that names the owners in place of the lock, whole and at once, by `move`. */
function claim(pids, move) {
  const mine = `${lockFile}.${process.pid}`;
  fs.writeFileSync(mine, JSON.stringify({ host: hostname(), pids }));
  try {
    move(mine, lockFile);
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Takes the lock if it is free or abandoned. */
function takeLock() {
  if (fs.existsSync(lockFile) && liveOwner() === null) fs.rmSync(lockFile, { force: true });
  try {
    claim([process.pid], fs.linkSync);
    return true;
  } catch (cause) {
    if (cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** Runs `work` while no other set-up of this checkout does; a signal ends npm first. */
async function alone(work) {
  fs.mkdirSync('.quorate', { recursive: true });
  for (let waits = 0; !takeLock(); waits += 1) {
    if (waits === 0) process.stderr.write('Waiting for another set-up of this checkout ...\n');
    await pause(200);
  }
  let npm;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      npm?.kill(signal);
    });
  }
  const beat = setInterval(() => {
    if (fs.existsSync(lockFile)) fs.utimesSync(lockFile, new Date(), new Date());
  }, 1000);
  try {
    return await work((child) => {
      npm = child;
      if (child.pid !== undefined) claim([process.pid, child.pid], fs.renameSync);
    });
  } finally {
    clearInterval(beat);
    fs.rmSync(lockFile, { force: true });
  }
}

async function main() {
  process.chdir(root);
  if (!atLeast(process.versions.node, oldestNodeIn('package.json'))) {
    throw new SetupError(
      `Node ${oldestNodeIn('package.json').join('.')} or newer is needed to set up; this is ${process.versions.node} (${process.execPath}). The newer Node that the project itself runs on is then installed with its packages.`,
    );
  }
  const locked = lockedPackages();
  if (!isReady(locked)) {
    await alone(async (keep) => {
      linkCommands(locked);
      // Whoever held the lock before may have done it all.
      if (!isReady(locked)) await install(locked, keep);
    });
  }
  checkNode(locked);
}

try {
  await main();
} catch (cause) {
  process.exitCode ??= 1;
  if (!(cause instanceof SetupError)) throw cause;
  process.stderr.write(`\nSet-up failed. ${cause.message}\n`);
}
