// Preferences for this computer and the page: theme, language, motion, cores, pace of trainings, and whether single-character keys are
// commands. Stored in this browser; a theme or language that is not chosen follows the system.

import { paceSchema } from '../../app/contract/run/training.ts';
import { locales, overwriteGetLocale } from '../paraglide/runtime.js';

export type Theme = 'light' | 'dark';
/** `watch` slows short trainings down so that they can be watched, `full` is full speed, a number is epochs per second. */
export type Pace = 'watch' | 'full' | number;
export type Language = (typeof locales)[number];
export const languages: readonly Language[] = locales;

/** Name of each language in that language; not translated. */
export const languageNames: Record<Language, string> = { en: 'English', ko: '한국어' };

const themeKey = 'chainrule.theme';
const languageKey = 'chainrule.language';
const threadsKey = 'chainrule.threads';
const keysKey = 'chainrule.keys';
const motionKey = 'chainrule.motion';
const paceKey = 'chainrule.pace';

function stored<T extends string>(key: string, allowed: readonly T[]): T | null {
  const value = storedText(key);
  return allowed.find((one) => one === value) ?? null;
}

function storedText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage may be forbidden; preferences then last as long as the page.
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See storedText().
  }
}

function storedPace(): Pace {
  const text = storedText(paceKey);
  if (text === 'full') return text;
  const { data } = paceSchema.safeParse(Number(text ?? Number.NaN));
  return data ?? 'watch';
}

function systemLanguage(): Language {
  return locales.find((one) => navigator.language.toLowerCase().startsWith(one)) ?? 'en';
}

export class Preferences {
  #systemDark = $state(false);
  #chosenTheme = $state<Theme | null>(null);
  #chosenLanguage = $state<Language | null>(null);
  #lessMotion = $state(false);
  #pace = $state<Pace>('watch');
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
    this.#chosenLanguage = stored<Language>(languageKey, locales);
    this.#lessMotion = stored(motionKey, ['less']) === 'less';
    this.#pace = storedPace();
    const threads = Number(storedText(threadsKey));
    this.#threads = Number.isInteger(threads) && threads > 0 ? threads : null;
    this.#characterKeys = stored(keysKey, ['on', 'off']) !== 'off';
    overwriteGetLocale(() => this.language);
    this.#apply();
  }

  get theme(): Theme {
    return this.#chosenTheme ?? (this.#systemDark ? 'dark' : 'light');
  }

  /** null: as the system. */
  get chosenTheme(): Theme | null {
    return this.#chosenTheme;
  }
  useTheme(theme: Theme | null): void {
    this.#chosenTheme = theme;
    store(themeKey, theme ?? '');
    this.#apply();
  }
  toggleTheme(): void {
    this.useTheme(this.theme === 'dark' ? 'light' : 'dark');
  }

  get language(): Language {
    return this.#chosenLanguage ?? systemLanguage();
  }
  /** null: as the system. */
  get chosenLanguage(): Language | null {
    return this.#chosenLanguage;
  }
  speak(language: Language | null): void {
    this.#chosenLanguage = language;
    store(languageKey, language ?? '');
    this.#apply();
  }

  /** Whether animations are off, whatever the system's setting is. */
  get lessMotion(): boolean {
    return this.#lessMotion;
  }
  useLessMotion(less: boolean): void {
    this.#lessMotion = less;
    store(motionKey, less ? 'less' : '');
    this.#apply();
  }

  get pace(): Pace {
    return this.#pace;
  }
  usePace(pace: Pace): void {
    this.#pace = pace;
    store(paceKey, String(pace));
  }

  /** Number of cores for trainings; null: all. It does not change any result, so it is not part of a spec. */
  get threads(): number | null {
    return this.#threads;
  }

  /** Options for starting a training. */
  get startOptions(): { threads?: number } {
    return this.#threads === null ? {} : { threads: this.#threads };
  }

  useThreads(threads: number | null): void {
    this.#threads = threads;
    store(threadsKey, threads === null ? '' : String(threads));
  }

  /** Whether a letter, digit or Space pressed alone is a command. */
  get characterKeys(): boolean {
    return this.#characterKeys;
  }

  useCharacterKeys(on: boolean): void {
    this.#characterKeys = on;
    store(keysKey, on ? 'on' : 'off');
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.theme;
    document.documentElement.lang = this.language;
    document.documentElement.classList.toggle('less-motion', this.#lessMotion);
  }
}
