/** `npm run release` in small repositories, each with one fault. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../.ci/release.mjs', import.meta.url));
let folder: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args], { cwd: folder, stdio: 'pipe' });

/** Commits a project that can be released, except for the given files. */
function commit(files: Record<string, string> = {}) {
  const sound = {
    'package.json': '{"name":"tried","version":"1.2.3"}',
    'CHANGELOG.md': '# Changelog\n\n## 1.2.3 (2026-03-02)\n',
    '.ci/run': 'exit 0',
  };
  for (const [name, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  git('add', '.');
  git('commit', '-m', 'all');
}
const release = () => spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-release-'));
  git('init', '-q');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a clean, listed and checked state can be released, and is not published without --publish', () => {
  commit();
  const { status, stdout, stderr } = release();
  assert.equal(status, 0, stderr);
  assert.match(stdout, /tried 1\.2\.3 may be released/);
  assert.equal(String(git('tag')), '');
});

const wrong: Record<string, [arrange: () => void, why: RegExp]> = {
  'with changes that are not committed': [
    () => (commit(), writeFileSync(join(folder, 'new.txt'), '')),
    /not committed/,
  ],
  'that the changelog does not list': [() => commit({ 'CHANGELOG.md': '## 1.2.2 (2026-03-02)\n' }), /CHANGELOG/],
  'that the changelog calls unreleased': [() => commit({ 'CHANGELOG.md': '## 1.2.3 (unreleased)\n' }), /CHANGELOG/],
  'that has its tag already': [() => (commit(), git('tag', 'v1.2.3')), /tag v1\.2\.3/],
  'whose checks fail': [() => commit({ '.ci/run': 'exit 1' }), /check failed/],
  'whose checks change files': [() => commit({ '.ci/run': 'echo >> CHANGELOG.md' }), /changed files/],
};
for (const [state, [arrange, why]] of Object.entries(wrong))
  test(`a state ${state} is refused`, () => {
    arrange();
    const { status, stderr } = release();
    assert.equal(status, 1);
    assert.match(stderr, why);
  });
