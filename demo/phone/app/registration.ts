/** From the learner's name to a registered device. */
import type { RegisterReply } from '../../verifier/authorities/devices/wire.js';
import type { App } from './app.js';
import { mobileNumber } from '../../identity/mobile-number.js';
import { comparableName } from '../../identity/name.js';
import { digitsIn } from './digits.js';
import { saveDevice } from './device-store.js';
import { latestSmsTo } from './sms-inbox.js';
import { offsetOf } from './otp/offset.js';
import { maskedOwner } from './owner.js';
import { secretOf } from './otp/provisioning.js';
import { maskSecret } from './pin/pin-mask.js';
import { isGuessable } from './pin/guessable.js';
import { safeWordOf } from './pin/safe-word.js';
import type { FieldError, UnlockedDevice, Person, SmsState, State } from './state.js';
import { VerifierError, type Timed } from './verifier.js';

/** Validates name and number and goes on to the PIN. */
export function submitDetails(app: App, typed: Person) {
  const showError = (field: keyof Person, text: string) =>
    app.show({ screen: 'details', person: typed, fieldError: { field, text } });
  const name = typed.name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const phone = mobileNumber(typed.phone);
  if (!comparableName(name)) showError('name', '이름을 입력해 주세요.');
  else if (!phone) showError('phone', '010으로 시작하는 휴대폰 번호를 입력해 주세요.');
  else app.show({ screen: 'new-pin', person: { name, phone } });
}

/** Validates the new PIN and requests the SMS. */
export async function choosePin(app: App, person: Person, typed: { pin: string; again: string }) {
  const pin = digitsIn(typed.pin);
  const fieldError = pinError(pin, digitsIn(typed.again), person.phone);
  if (fieldError) app.show({ screen: 'new-pin', person, fieldError });
  else await sendCode(app, person, pin, { screen: 'new-pin', person }, 'pin');
}

function pinError(pin: string, again: string, phone: string): FieldError | undefined {
  if (pin.length !== 4) return { field: 'pin', text: '숫자 4자리로 정해 주세요.' };
  if (isGuessable(pin, phone)) return { field: 'pin', text: '짐작하기 쉬운 비밀번호입니다. 다른 4자리로 정해 주세요.' };
  if (pin !== again) return { field: 'again', text: '두 비밀번호가 서로 다릅니다. 위와 똑같이 입력해 주세요.' };
  return undefined;
}

/** Requests another SMS for the current registration. */
export async function sendAgain(app: App) {
  const { state } = app;
  if (state.screen === 'sms' && !state.busy) await sendCode(app, state.person, state.pin, state, 'code');
}

/** `from` is the form to show on failure, `field` its input that shows the error. */
async function sendCode(
  app: App,
  person: Person,
  pin: string,
  from: Extract<State, { busy?: boolean }>,
  field: string,
) {
  const { screenVersion } = app;
  app.show({ ...from, busy: true });
  try {
    const { registration, expiresIn } = await app.verifier.sendCode(person.name, person.phone);
    if (app.screenVersion === screenVersion)
      app.show({ screen: 'sms', person, pin, registration, expiresAt: app.clock.now() + expiresIn * 1000 });
  } catch (error) {
    if (app.screenVersion === screenVersion)
      app.show({ ...from, busy: false, fieldError: { field, text: errorText(error) } });
  }
}

/** Shows the SMS once the demo's inbox has it. */
export async function pollSms(app: App) {
  if (app.state.screen !== 'sms' || app.state.message) return;
  const { registration, person } = app.state;
  const text = await latestSmsTo(person.phone);
  const { state } = app;
  if (text && state.screen === 'sms' && state.registration === registration)
    app.show({ ...state, message: { text, read: false } });
}

/** Registers the device with the code of the SMS. */
export async function confirm(app: App, typed: string) {
  const { state, screenVersion } = app;
  if (state.screen !== 'sms' || state.busy) return;
  const showError = (text: string) => {
    if (app.screenVersion === screenVersion && app.state.screen === 'sms')
      app.show({ ...app.state, busy: false, fieldError: { field: 'code', text } });
  };
  const code = digitsIn(typed);
  if (code.length !== 6) return showError('문자로 받은 인증번호 6자리를 입력해 주세요.');
  app.show({ ...state, busy: true });
  try {
    const reply = await app.verifier.register(state.registration, code);
    if (reply.status === 'registered') {
      const unlocked = await saveRegistered(reply, state);
      if (app.screenVersion === screenVersion) app.show({ screen: 'registered', unlocked });
    } else if (reply.status === 'rejected' && reply.attemptsLeft > 0)
      showError(`인증번호가 다릅니다. ${reply.attemptsLeft}번 더 입력할 수 있습니다.`);
    else showError('이 인증번호는 더 쓸 수 없습니다. 인증번호를 다시 받아 주세요.');
  } catch (error) {
    showError(errorText(error));
  }
}

async function saveRegistered(
  reply: Timed<Extract<RegisterReply, { status: 'registered' }>>,
  { person, pin }: Pick<SmsState, 'person' | 'pin'>,
): Promise<UnlockedDevice> {
  const owner = maskedOwner(person);
  const secret = secretOf(reply.otpauth);
  const offset = offsetOf(reply);
  await saveDevice({ id: reply.device, owner, secret: await maskSecret(secret, pin), offset });
  return { device: reply.device, owner, secret, safeWord: await safeWordOf(secret), offset };
}

/** The text for a {@link VerifierError}; other errors are defects and are rethrown. */
function errorText(error: unknown) {
  if (!(error instanceof VerifierError)) throw error;
  return {
    unreachable: '연결되지 않습니다. 인터넷을 확인하고 다시 눌러 주세요.',
    'too-many-requests': '너무 여러 번 시도했습니다. 10분쯤 뒤에 다시 해 주세요.',
    refused: '등록하지 못했습니다. 입력한 내용을 확인해 주세요.',
  }[error.code];
}
