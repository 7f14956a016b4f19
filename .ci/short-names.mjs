/**
 * Short names for members of the gate's own objects, in the file for the script tag: brotli pays for each long one.
 * Not listed, because their names matter at run time: public members, the wire's, those of locales, and words that are
 * looked up by a name from the wire (`words[reason]`).
 */
export const shortNames = {
  // states, events and contexts
  issued: 'i',
  receivedAt: 'r',
  continues: 'c',
  local: 'l',
  further: 'a',
  automatic: 'C',
  methodWords: 'm',
  notice: 'n',
  wrongUntil: 'w',
  waitUntil: 'd',
  sentAt: 'g',
  edited: 'h',
  loadFurther: 'j',
  modal: 'z',
  verdict: 'v',
  since: 'e',
  mayComplete: 'y',
  tried: 't',
  // methods
  sampleParams: 's',
  below: 'b',
  prepare: 'p',
  storeCheck: 'F',
  isTransient: 'T',
  // properties of the element
  reflect: 'f',
  attribute: 'u',
  initial: '$i',
  defineAccessors: '$d',
  propertyChanged: '$c',
  upgradeProperties: '$u',
  onTransition: '$t',
  requestUpdate: '$r',
  // words
  countdown: 'o',
  turned: 'q',
  moreOther: 'k',
  verifiedHere: 'x',
  waitForCode: 'B',
  startOver: 'A',
  checking: 'G',
  more: 'H',
  newWindow: 'D',
  noUnlock: 'E',
  // parts of further screens
  furtherStatus: 'I',
  furtherNotice: 'J',
  clockHint: 'K',
  unavailableButton: 'L',
  lockedText: 'M',
  lockedButtons: 'N',
  cancelButton: 'O',
  methodButtons: 'P',
  appLinks: 'Q',
  contacts: 'R',
  diagnose: 'S',
};
