// The browser host: the page and its backend on loopback, for the browser that opened the link. It serves the built page,
// takes uploads, relays the contract's frames to the forked backend, and starts another one when that dies.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { closeCodes } from '../../contract/connection.ts';
import { watchHolder } from '../../storage/holding/watchHolder.ts';
import { looksOn } from '../../workspace/home/lookingOn.ts';
import { heldSentence } from '../heldSentence.ts';
import { readPageFiles } from '../pageFiles.ts';
import { Supervisor } from '../supervisor.ts';
import { ForkedBackend } from './forkedBackend.ts';
import { listen } from './listen.ts';
import { openBrowser } from './openBrowser.ts';
import { PageSession } from './pageSession.ts';
import { PageSockets } from './pageSockets.ts';
import { receiveInto } from './receiveUpload.ts';
import { Requests } from './requests.ts';

export interface ServeOptions {
  /** The first port to try; if it is taken, the next free one. Absent: any free port. */
  port?: number;
  /** Folder of runs, uploads and settings. */
  home: string;
  /** Whether to open the system's browser. */
  open: boolean;
  /** Receives the link, alone on its line, and sentences. */
  log: (line: string) => void;
  /** Folder of the built page; the default is that of this build. */
  page?: string;
  /** For development: read the page's folder on every request, because it may have been rebuilt. */
  rereadPage?: boolean;
  /** Script of the backend's process; the default is that of this build. */
  backend?: string;
}

export interface RunningServer {
  /** The link, with the token. */
  url: string;
  /** Resolves when the backend says that it cannot work on this machine; the sentence was logged. */
  unable: Promise<void>;
  /** Process id of the backend once it is ready; undefined if the host gave up. */
  backendPid(): Promise<number | undefined>;
  /** Also ends the backend properly. */
  close(): Promise<void>;
}

/** From `dist/app/hosts/server`. */
const builtPage = '../../../renderer';

/** Throws AppError internal where the page is not built, option_invalid where the port cannot be had. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const folder = options.page ?? beside(builtPage);
  const once = await readPageFiles(folder);
  const files = options.rereadPage ? () => readPageFiles(folder) : async () => once;
  // A large upload may take any time; uploadRequest.ts ends one that is silent for too long.
  const server = createServer({
    headersTimeout: 5_000,
    requestTimeout: 0,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = 512;
  await listen(server, options.port);
  const session = new PageSession((server.address() as AddressInfo).port);

  let isUnable = () => {};
  const unable = new Promise<void>((resolve) => {
    isUnable = resolve;
  });
  const supervisor: Supervisor<ForkedBackend> = superviseBackend(options, session.link, (code) => {
    sockets.closeAll(code);
    if (supervisor.unable) isUnable();
  });
  const sockets = new PageSockets(
    () => supervisor.whenReady(),
    () => (supervisor.holder === null ? closeCodes.backendFailed : closeCodes.homeHeld),
  );
  const receive = receiveInto(options.home);
  const requests = new Requests({
    ...{ session, files, sockets, home: supervisor },
    receive: (upload) => (supervisor.looksOn ? Promise.reject(looksOn()) : receive(upload)),
  });
  server.on('request', (request, response) => requests.answer(request, response));
  server.on('upgrade', (request, stream, head) => requests.upgrade(request, stream, head));
  supervisor.start();

  options.log(session.link);
  if (options.open) void openBrowser(session.launchLink());
  return {
    url: session.link,
    unable,
    backendPid: async () => (await supervisor.whenReady())?.pid,
    close: async () => {
      sockets.close();
      server.close();
      await supervisor.close();
      server.closeAllConnections();
    },
  };
}

function superviseBackend(
  { backend, home, log }: ServeOptions,
  page: string,
  closePages: (code: number) => void,
) {
  const script = backend ?? beside('./backend.js');
  return new Supervisor<ForkedBackend>(
    (start, events) => new ForkedBackend(script, { home, page }, start, events),
    {
      ready: () => {},
      stopped: (how) => {
        log(`The backend process stopped (${how}). It restarts and goes on from what is on disk.`);
        closePages(closeCodes.backendStopped);
      },
      replaced: () => closePages(closeCodes.backendStopped),
      held: (holder) => {
        log(heldSentence(home, holder));
        closePages(closeCodes.homeHeld);
      },
      failed: (sentence) => {
        log(sentence);
        closePages(closeCodes.backendFailed);
      },
    },
    Date.now,
    (tell) => watchHolder(home, tell),
  );
}

function beside(path: string) {
  return fileURLToPath(new URL(path, import.meta.url));
}
