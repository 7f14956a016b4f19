/** Entry point of `dist/mo-otp-gate.js`: the element, and the runner of the loader's gates. */
import '../widget/define.js';
import './gate-runner.js';
