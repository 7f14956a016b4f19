/** The theming page: a gate for each screen, and pickers for what they look like. */
import '/mo-otp-gate/mo-otp-gate.js';

const theme = document.getElementById('pick-theme');
const language = document.getElementById('pick-language');
const mode = document.getElementById('pick-mode');
const stage = document.getElementById('stage');
const snippet = document.getElementById('snippet');
const text = snippet.querySelector('code');
const said = snippet.querySelector('[role=status]');

/** Puts a gate into a section and brings it to the section's screen. */
function build(section) {
  const { screen, code, press, waits } = section.dataset;
  const gate = Object.assign(document.createElement('mo-otp-gate'), {
    verifier: `${location.origin}/theming/verifier/${screen}`,
    session: 'example',
    mode: 'inline',
    lang: language.value,
  });
  gate.addEventListener('mo-otp-error', (event) => {
    event.preventDefault();
    // the gate gives up waiting after a while; a screen of waiting begins again
    if (waits !== undefined) build(section);
  });
  section.querySelector('mo-otp-gate')?.remove();
  section.append(gate);
  if (code || press) void answer(gate, code, press);
}
const buildAll = () => [...stage.children].forEach(build);

/** Types a code as soon as there is a field, or presses something. */
async function answer(gate, code, press) {
  while (gate.isConnected && gate.phase !== 'answering') await new Promise(requestAnimationFrame);
  await gate.updateComplete;
  if (!code) return gate.shadowRoot.querySelector(press)?.click();
  const field = gate.shadowRoot.querySelector('[part=input]');
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

async function dress() {
  const sheet = document.getElementById('theme');
  const address = `/public/theming/themes/${theme.value}.css`;
  snippet.hidden = sheet.disabled = !theme.value;
  said.textContent = '';
  if (!theme.value) return;
  sheet.href = address;
  const css = await (await fetch(address)).text();
  // another look may have been picked meanwhile
  if (sheet.getAttribute('href') === address) text.textContent = css;
}

theme.addEventListener('change', dress);
language.addEventListener('change', buildAll);
mode.addEventListener('change', () => (stage.dataset.mode = mode.value));
snippet.querySelector('button').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(text.textContent);
    said.textContent = '복사했습니다.';
  } catch {
    getSelection().selectAllChildren(text);
    said.textContent = '복사하지 못했습니다. 선택된 글을 직접 복사해 주세요.';
  }
});

// what a browser filled in again after a reload
stage.dataset.mode = mode.value;
void dress();
buildAll();
