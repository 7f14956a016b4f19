/** @jsxImportSource solid-js */
import type { MoOtpGate } from 'mo-otp-gate';
import type {} from 'mo-otp-gate/solid';
import { createSignal, Show } from 'solid-js';

export function App() {
  let gate: MoOtpGate | undefined;
  const [there, setThere] = createSignal(true);
  const [output, setOutput] = createSignal('');
  return (
    <>
      <button id="open" onClick={() => void gate?.show()}>
        수강하기
      </button>
      <button id="leave" onClick={() => setThere(false)}>
        나가기
      </button>
      <Show when={there()}>
        <mo-otp-gate
          ref={(element) => (gate = element)}
          verifier="/v1"
          session="ss_1"
          attr:manual-submit=""
          on:mo-otp-verified={({ detail }) => setOutput(`${detail.method} ${detail.expiresIn}`)}
        />
      </Show>
      <output>{output()}</output>
    </>
  );
}
