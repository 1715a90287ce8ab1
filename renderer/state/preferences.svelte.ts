// What a person chose about this computer and the page itself: theme, language, cores, and whether keys of one character do
// anything. Kept in this browser; until something is chosen theme and language follow the system.

import { locales, overwriteGetLocale } from '../paraglide/runtime.js';

export type Theme = 'light' | 'dark';
export type Language = (typeof locales)[number];

/** Each language in its own words; data, not text to translate. */
export const languageNames: Record<Language, string> = { en: 'English', ko: '한국어' };

const themeKey = 'chainrule.theme';
const languageKey = 'chainrule.language';
const threadsKey = 'chainrule.threads';
const keysKey = 'chainrule.keys';

function stored<T extends string>(key: string, allowed: readonly T[]): T | null {
  const value = storedText(key);
  return allowed.find((one) => one === value) ?? null;
}

function storedText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage may be forbidden; then a choice lasts as long as the page.
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See stored().
  }
}

export class Preferences {
  #systemDark = $state(false);
  #chosenTheme = $state<Theme | null>(null);
  #language = $state<Language>('en');
  #threads = $state<number | null>(null);
  #characterKeys = $state(true);

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = dark.matches;
    dark.addEventListener('change', () => {
      this.#systemDark = dark.matches;
      this.#apply();
    });
    this.#chosenTheme = stored<Theme>(themeKey, ['light', 'dark']);
    const ofSystem = locales.find((one) => navigator.language.toLowerCase().startsWith(one));
    this.#language = stored<Language>(languageKey, locales) ?? ofSystem ?? 'en';
    const threads = Number(storedText(threadsKey));
    this.#threads = Number.isInteger(threads) && threads > 0 ? threads : null;
    this.#characterKeys = stored(keysKey, ['on', 'off']) !== 'off';
    overwriteGetLocale(() => this.#language);
    this.#apply();
  }

  get theme(): Theme {
    return this.#chosenTheme ?? (this.#systemDark ? 'dark' : 'light');
  }

  get language(): Language {
    return this.#language;
  }

  /** How many cores a training takes; null: all of them. It changes no number of the result, so no spec has it. */
  get threads(): number | null {
    return this.#threads;
  }

  /** As a training takes it when it starts. */
  get startOptions(): { threads?: number } {
    return this.#threads === null ? {} : { threads: this.#threads };
  }

  useThreads(threads: number | null): void {
    this.#threads = threads;
    store(threadsKey, threads === null ? '' : String(threads));
  }

  /** Whether a letter, digit or blank pressed alone is a command. */
  get characterKeys(): boolean {
    return this.#characterKeys;
  }

  useCharacterKeys(on: boolean): void {
    this.#characterKeys = on;
    store(keysKey, on ? 'on' : 'off');
  }

  toggleTheme(): void {
    this.#chosenTheme = this.theme === 'dark' ? 'light' : 'dark';
    store(themeKey, this.#chosenTheme);
    this.#apply();
  }

  speak(language: Language): void {
    this.#language = language;
    store(languageKey, language);
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.theme;
    document.documentElement.lang = this.#language;
  }
}
