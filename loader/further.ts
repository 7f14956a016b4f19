/** For gates with attributes of their own, failures and wrong use; loaded by the gate's file when it is needed. */
export { applyDeclared } from './declared.js';
export { findPlace } from './find-place.js';
export { setLabel } from './labels.js';
export { proceed } from './proceed.js';
export { redirectOf } from './redirect.js';
export { report, reportTags, reportUngated } from './report.js';
