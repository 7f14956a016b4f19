import type { MoOtpGate, MoOtpGateEventMap } from 'mo-otp-gate';
import type {} from 'mo-otp-gate/react';
import { useEffect, useRef, useState } from 'react';

type Verified = MoOtpGateEventMap['mo-otp-verified'];

export function App({ fromServer = false }) {
  const gate = useRef<MoOtpGate>(null);
  const [there, setThere] = useState(true);
  const [output, setOutput] = useState('');
  const verified = ({ detail }: Verified) => setOutput(`${detail.method} ${detail.expiresIn}`);
  // React 19.3 forgets the events of custom elements when it takes up a server's markup
  useEffect(() => {
    const element = gate.current;
    if (!fromServer) return;
    element?.addEventListener('mo-otp-verified', verified);
    return () => element?.removeEventListener('mo-otp-verified', verified);
  }, [fromServer]);
  return (
    <>
      <button id="open" onClick={() => void gate.current?.show()}>
        수강하기
      </button>
      <button id="leave" onClick={() => setThere(false)}>
        나가기
      </button>
      {there && (
        <mo-otp-gate
          ref={gate}
          verifier="/v1"
          session="ss_1"
          manual-submit
          {...(!fromServer && { 'onmo-otp-verified': verified })}
        />
      )}
      <output>{output}</output>
    </>
  );
}
