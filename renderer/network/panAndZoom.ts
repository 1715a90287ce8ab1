// Wheel, two fingers, dragging and keys move a viewport. Where the page behind scrolls, a plain wheel scrolls it and Ctrl with the wheel
// zooms (a pinch on a touch pad arrives as that); elsewhere the plain wheel zooms.

import type { Viewport } from './viewport.svelte.ts';

const step = 1.25;
const panStep = 40;
/** Pixels that the pointer may move before a press becomes a drag. */
const still = 4;

/** Adds the listeners; returns a function that removes them. */
export function panAndZoom(element: HTMLElement, viewport: Viewport): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  const stop = new AbortController();
  const listen = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, listener, { signal: stop.signal, passive: false });
  const positionOf = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  listen('wheel', (event) => {
    if (!event.ctrlKey && scrollsBehind(element)) return;
    event.preventDefault();
    viewport.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), positionOf(event));
  });
  listen('pointerdown', (event) => {
    if (event.button === 0) fingers.set(event.pointerId, positionOf(event));
  });
  listen('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = positionOf(event);
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (!element.hasPointerCapture(event.pointerId)) {
      if (Math.hypot(dx, dy) < still) return;
      element.setPointerCapture(event.pointerId);
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = Math.hypot(before.x - other.x, before.y - other.y) || 1;
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      viewport.zoom(Math.hypot(now.x - other.x, now.y - other.y) / spread, middle);
    }
    viewport.pan(other ? dx / 2 : dx, other ? dy / 2 : dy);
    fingers.set(event.pointerId, now);
  });
  for (const name of ['pointerup', 'pointercancel'] as const)
    listen(name, (event) => fingers.delete(event.pointerId));
  listen('dblclick', () => viewport.fit());
  listen('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!take(event.key, viewport, element)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return () => stop.abort();
}

function take(key: string, viewport: Viewport, element: HTMLElement): boolean {
  const middle = { x: element.clientWidth / 2, y: element.clientHeight / 2 };
  switch (key) {
    case '+':
    case '=':
      viewport.zoom(step, middle);
      return true;
    case '-':
      viewport.zoom(1 / step, middle);
      return true;
    case '0':
      viewport.fit();
      return true;
    case 'ArrowLeft':
      viewport.pan(panStep, 0);
      return true;
    case 'ArrowRight':
      viewport.pan(-panStep, 0);
      return true;
    case 'ArrowUp':
      viewport.pan(0, panStep);
      return true;
    case 'ArrowDown':
      viewport.pan(0, -panStep);
      return true;
    default:
      return false;
  }
}

function scrollsBehind(element: HTMLElement): boolean {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = getComputedStyle(parent);
    if ((overflowY === 'auto' || overflowY === 'scroll') && parent.scrollHeight > parent.clientHeight + 1)
      return true;
  }
  return false;
}
