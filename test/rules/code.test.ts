import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseCode } from '../../widget/code.js';

const taken: Record<string, string> = {
  '123456': '123456',
  '123 456': '123456',
  '123-456': '123456',
  ' 123456\n': '123456',
  '１２３４５６': '123456',
  '１２３　４５６': '123456',
  '٠١٢٣٤٥': '012345',
  '۶۷۸۹۰۱': '678901',
  '०१२३४५': '012345',
  '𝟏𝟐𝟑𝟜𝟝𝟞': '123456',
  '𞥐𞥑𞥒𞥓𞥔𞥙': '012349',
  '코드 １２３-４５６ (문의 010-0000-1234)': '123456',
  '\u200b123\u200d456\ufeff': '123456',
  '[mOTP] 인증번호 123456 (60초)': '123456',
  '2024-12 코드: 123456': '123456',
  '인증번호는 123 456 입니다.': '123456',
  '012345': '012345',
  '12': '12',
  '1a2': '12',
  ㅁㄴㅇ: '',
  '': '',
};
for (const [text, code] of Object.entries(taken))
  test(`${JSON.stringify(text)} is taken as "${code}"`, () => assert.equal(normaliseCode(text, 6), code));

for (const text of ['1234567', '123 4567', '010-0000-1234', '12345678901234567890'])
  test(`${JSON.stringify(text)} holds no code of six: refused, not cut`, () =>
    assert.equal(normaliseCode(text, 6), undefined));
