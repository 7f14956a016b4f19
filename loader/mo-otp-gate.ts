/** What `dist/mo-otp-gate.js` is: the element, and the half of the drop-in that opens gates. */
import '../widget/define.js';
import './gated.js';
