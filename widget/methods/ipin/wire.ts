/** i-PIN is asked for as a phone identity check is: on a provider's page. */
export { params, proof } from '../phone/wire.js';
