/** From the learner's name to a registered device. */
import type { RegisterReply } from '../../verifier/authorities/devices/wire.js';
import type { App } from './app.js';
import { digitsIn, mobileNumberIn } from './digits.js';
import { saveDevice } from './device-store.js';
import { latestMessageTo } from './inbox.js';
import { offsetOf } from './otp/offset.js';
import { secretOf } from './otp/provisioning.js';
import { hide } from './pin/camouflage.js';
import { isGuessable } from './pin/guessable.js';
import { safeWordOf } from './pin/safe-word.js';
import type { Complaint, Opened, Person, State } from './state.js';
import { VerifierError, type Timed } from './verifier.js';

/** The name and number that were typed, or what is wrong with them. */
export function giveDetails(app: App, typed: Person) {
  const complain = (field: keyof Person, text: string) =>
    app.show({ screen: 'details', person: typed, complaint: { field, text } });
  const name = typed.name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const phone = mobileNumberIn(typed.phone);
  if (!name) complain('name', '이름을 적어 주세요.');
  else if (!phone) complain('phone', '010으로 시작하는 휴대폰 번호를 적어 주세요.');
  else app.show({ screen: 'new-pin', person: { name, phone } });
}

/** Takes the PIN if it was typed twice alike and is not one of the first to be guessed, and has the SMS sent. */
export async function choosePin(app: App, person: Person, typed: { pin: string; again: string }) {
  const pin = digitsIn(typed.pin);
  const complaint = complaintAbout(pin, digitsIn(typed.again), person.phone);
  if (complaint) app.show({ screen: 'new-pin', person, complaint });
  else await sendCode(app, person, pin, { screen: 'new-pin', person }, 'pin');
}

function complaintAbout(pin: string, again: string, phone: string): Complaint | undefined {
  if (pin.length !== 4) return { field: 'pin', text: '숫자 네 자리로 정해 주세요.' };
  if (isGuessable(pin, phone)) return { field: 'pin', text: '짐작하기 쉬운 번호입니다. 다른 네 자리로 정해 주세요.' };
  if (pin !== again) return { field: 'again', text: '두 번호가 서로 다릅니다. 위와 똑같이 적어 주세요.' };
  return undefined;
}

/** Another SMS for the registration under way. */
export async function sendAgain(app: App) {
  const { state } = app;
  if (state.screen === 'sms' && !state.busy) await sendCode(app, state.person, state.pin, state, 'code');
}

/** `from`: the form that stays when it fails, and the input that then says why. */
async function sendCode(
  app: App,
  person: Person,
  pin: string,
  from: Extract<State, { busy?: boolean }>,
  field: string,
) {
  const { screenful } = app;
  app.show({ ...from, busy: true });
  try {
    const { registration, expiresIn } = await app.verifier.sendCode(person.name, person.phone);
    if (app.screenful === screenful)
      app.show({ screen: 'sms', person, pin, registration, expiresAt: app.clock.now() + expiresIn * 1000 });
  } catch (error) {
    if (app.screenful === screenful) app.show({ ...from, busy: false, complaint: { field, text: why(error) } });
  }
}

/** Shows the SMS, where this phone has received it in the meantime. */
export async function lookForMessage(app: App) {
  if (app.state.screen !== 'sms' || app.state.message) return;
  const { registration, person } = app.state;
  const text = await latestMessageTo(person.phone);
  const { state } = app;
  if (text && state.screen === 'sms' && state.registration === registration)
    app.show({ ...state, message: { text, read: false } });
}

/** Registers the device with the code from the SMS. */
export async function confirm(app: App, typed: string) {
  const { state, screenful } = app;
  if (state.screen !== 'sms' || state.busy) return;
  const complain = (text: string) => {
    if (app.screenful === screenful && app.state.screen === 'sms')
      app.show({ ...app.state, busy: false, complaint: { field: 'code', text } });
  };
  const code = digitsIn(typed);
  if (code.length !== 6) return complain('문자에 적힌 숫자 여섯 자리를 적어 주세요.');
  app.show({ ...state, busy: true });
  try {
    const reply = await app.verifier.register(state.registration, code);
    if (reply.status === 'registered') {
      const opened = await keep(reply, state.pin);
      if (app.screenful === screenful) app.show({ screen: 'registered', opened });
    } else if (reply.status === 'rejected' && reply.attemptsLeft > 0)
      complain(`번호가 다릅니다. ${reply.attemptsLeft}번 더 해 볼 수 있습니다.`);
    else complain('이 번호는 더 쓸 수 없습니다. 문자를 다시 받아 주세요.');
  } catch (error) {
    complain(why(error));
  }
}

async function keep(reply: Timed<Extract<RegisterReply, { status: 'registered' }>>, pin: string): Promise<Opened> {
  const secret = secretOf(reply.otpauth);
  const offset = offsetOf(reply);
  await saveDevice({ id: reply.device, secret: await hide(secret, pin), offset });
  return { device: reply.device, secret, safeWord: await safeWordOf(secret), offset };
}

/** What to tell a learner whom the verifier could not serve. Any other error is a defect and goes on up. */
function why(error: unknown) {
  if (!(error instanceof VerifierError)) throw error;
  return {
    unreachable: '연결되지 않습니다. 인터넷을 확인하고 다시 눌러 주세요.',
    'too-many-requests': '너무 여러 번 시도했습니다. 10분쯤 뒤에 다시 해 주세요.',
    refused: '받아들여지지 않았습니다. 적은 내용을 확인해 주세요.',
  }[error.code];
}
