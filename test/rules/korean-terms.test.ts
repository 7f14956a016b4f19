/** One Korean term for one thing, over gate, training site, phone app, practice pages and operator's page. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = ['widget', 'loader', 'demo/site', 'demo/phone', 'demo/verifier'];
const files = folders.flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|js|eta|webmanifest)$/.test(path))
    .map((path) => `${folder}/${path}`),
);

/** Words for which another is used; each pattern with a sentence that it finds. */
const others: [pattern: RegExp, sample: string, term: string][] = [
  [/교육기관/, '교육기관에 문의해 주세요.', '훈련기관'],
  [/단추/, '아래 단추를 누르세요.', '버튼'],
  [/캡챠/, '캡챠', '캡차'],
  [/(여섯|네|여덟|세) ?자리/, '여섯 자리 번호', '6자리, 4자리, 8자리'],
  [/번호를? (적어|넣어)/, '번호를 넣어 주세요.', '입력해'],
  [/인증 ?문자|인증 ?코드/, '인증 문자를 보냅니다.', '인증번호'],
  [/새 번호[를가] (기다|나왔)|앱의 번호/, '새 번호를 기다려 주세요.', '새 인증번호'],
  [/휴대(폰|전화) 인증|핸드폰/, '휴대폰 인증을 합니다.', '휴대폰 본인확인'],
  [/아이핀 인증/, '아이핀 인증 창 열기', '아이핀 본인확인'],
];

for (const [pattern, sample, term] of others)
  test(`${term} has no other name`, () => {
    assert.match(sample, pattern);
    const found = files.filter((file) => pattern.test(readFileSync(root + file, 'utf8')));
    assert.deepEqual(found, []);
  });

test('the training site says 본인인증, never 본인확인, which is the provider’s', () => {
  const found = files.filter(
    (file) =>
      /^demo\/(site\/(pages|routes|gate)|phone)/.test(file) && /본인확인/.test(readFileSync(root + file, 'utf8')),
  );
  assert.deepEqual(found, []);
});
