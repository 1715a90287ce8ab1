import { describe, expect, test } from 'vitest';
import { dropZones, zoneAt } from '../../../renderer/arrival/dropZones.ts';

const window = { width: 1000, height: 600 };
const box = { left: 700, top: 300, width: 280, height: 300 };

describe('the zones of the split', () => {
  const zones = dropZones(box, window);

  test('are training, validation and test data from top to bottom', () => {
    expect(zones.map(({ part, top, height }) => [part, top, height])).toEqual([
      ['train', 300, 100],
      ['validation', 400, 100],
      ['test', 500, 100],
    ]);
  });

  test('hold the points inside them, and none outside', () => {
    expect(zoneAt(zones, 800, 350)?.part).toBe('train');
    expect(zoneAt(zones, 700, 599)?.part).toBe('test');
    expect(zoneAt(zones, 699, 350)).toBeNull();
    expect(zoneAt(zones, 800, 600)).toBeNull();
  });

  test('fill only what is inside the window', () => {
    const [first, , last] = dropZones({ ...box, top: 450, height: 900 }, window);
    expect([first?.top, last!.top + last!.height]).toEqual([450, 600]);
  });

  test('are none where hardly anything of the split is inside the window', () => {
    expect(dropZones({ ...box, top: 560 }, window)).toEqual([]);
    expect(dropZones({ ...box, top: -290 }, window)).toEqual([]);
  });
});
