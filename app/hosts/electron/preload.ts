// Runs in the page's process before the page, in a world of its own. Built into one CommonJS file: a sandboxed
// preload script can require nothing but `electron`.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { exposeBridge, type SharedWindow } from './preloadBridge.ts';

exposeBridge({ contextBridge, ipcRenderer, webUtils }, globalThis as unknown as SharedWindow);
