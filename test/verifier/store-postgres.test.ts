import { after, before, test } from 'node:test';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { storeSuite } from './store-suite.js';

if (withoutPostgres) test('PostgreSQL: the store', { skip: withoutPostgres });
else {
  let server: SharedPostgres;
  before(async () => void (server = await sharedPostgres()));
  after(() => server.stop());

  storeSuite('PostgreSQL', () => {
    let url: Promise<string>;
    return async () => openPostgres(await (url ??= server.database()));
  });
}
