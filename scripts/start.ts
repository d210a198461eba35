// npm start: builds the client when its sources changed, then runs the server.
import { buildClient } from './build-client.ts';

buildClient();
await import('../api/main.ts');
