// A double of the host's port for tests of formats: unpacks in this process, which is faster and writes the same. It cannot be
// stopped, and its memory is that of all tests.
import { serveUnpacking } from '../../../../app/dataset/source/unpacker/serveUnpacking.ts';
import type { StartUnpacker } from '../../../../app/dataset/source/unpacker/unpackerPort.ts';
import { modelFileOfKeras } from '../../../../app/export/keras/readKeras.ts';

export const unpackHere: StartUnpacker = (request, events) => {
  const limits = { ...request.limits, memory: 4 * 2 ** 30 };
  void serveUnpacking({ ...request, limits }, events.message, async (...of) => modelFileOfKeras(...of));
  return { kill: () => queueMicrotask(() => events.exited('its end')) };
};
