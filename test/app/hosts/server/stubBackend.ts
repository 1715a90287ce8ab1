// A backend process for tests of the server: the real channel, a stub behind it.
import { appendFileSync } from 'node:fs';
import { type BackendSettings, backendVariable } from '../../../../app/hosts/server/channel.ts';
import { endWithParent, parentProcess, serveParent } from '../../../../app/hosts/server/childBackend.ts';
import { createStubRouter } from '../../contract/stubRouter.ts';

const settings: BackendSettings = JSON.parse(process.env[backendVariable] ?? '{}');
const journal = process.env.STUB_JOURNAL;
const note = (event: object) => {
  if (journal) appendFileSync(journal, `${JSON.stringify(event)}\n`);
};

note({ event: 'started', pid: process.pid, ...settings });
if (process.env.STUB_DIES) process.exit(3);
const parent = parentProcess();
const holder = {
  pid: 4711,
  kind: 'desktop' as const,
  since: '2026-01-02T03:04:05.000Z',
  page: null,
  refusal: '',
};
if (process.env.STUB_HELD && settings.choice === undefined) parent.send({ type: 'held', holder });
else serveParent(createStubRouter(), parent);
endWithParent(parent, async () => note({ event: 'disposed', pid: process.pid }));
