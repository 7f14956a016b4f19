/** i-PIN is checked on a provider's page, like a phone. */
export { params, proof } from '../phone/wire.js';
