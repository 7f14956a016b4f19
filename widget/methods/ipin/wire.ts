/** i-PIN runs as a phone identity check does: on a provider's page. */
export { params, proof } from '../phone/wire.js';
