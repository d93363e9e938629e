// `npm run complete-lock`, after adding or updating a package: npm leaves packages for other
// machines out of package-lock.json when the registry at hand does not carry them, and then refuses
// `npm ci` everywhere. This adds what the locked packages name as optional.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = missing(lock.packages);
for (const { name, version, dev } of added) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...machineOf(name),
    ...(dev ? { dev: true } : {}),
    optional: true,
  };
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages for other machines were missing from package-lock.json.`);

/** Optional packages with one exact version that no place in the lock file has. */
function missing(packages) {
  return Object.entries(packages).flatMap(
    ([place, { optionalDependencies = {}, dev, devOptional }]) =>
      Object.entries(optionalDependencies)
        .filter(([name, version]) => /^\d/.test(version) && !isLocked(packages, place, name))
        .map(([name, version]) => ({ name, version, dev: dev ?? devOptional })),
  );
}

/** As Node looks for it from `place`: there, then in every folder above. */
function isLocked(packages, place, name) {
  const steps = place.split('/node_modules/');
  return steps
    .map((_, index) => steps.slice(0, index + 1).join('/node_modules/'))
    .concat('')
    .some((folder) => packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]);
}

/** The machine that a name like `@swc/core-linux-arm-gnueabihf` is for. */
function machineOf(name) {
  const words = name.split(/[-/]/);
  const os = words.find((word) => systems.includes(word) || word === 'win32');
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.map((word) => /^(gnu|musl)/.exec(word)?.[1]).find(Boolean);
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : libc] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}
