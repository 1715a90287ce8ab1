// Seals the language of this thread: none of its own objects, such as Object.prototype, can be changed any more, and none leads to a function
// that makes code of texts. Whoever gets hold of one object of Node's, say an error, gets hold of the language by it, and of nothing else.

/** Makes no code, but leads to Node's streams. */
const ofNode = ['globalThis', 'console'];

/** @param names of the language's global objects. For good: later code of the thread cannot change them either. */
export function sealLanguage(names: readonly string[]): void {
  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  const unnamed = [
    ...functions,
    ...[[].values(), new Map().values(), new Set().values(), ''.matchAll(/ /g), ''[Symbol.iterator]()],
  ];
  for (const one of functions) delete Object.getPrototypeOf(one).constructor;
  const globals = globalThis as unknown as Record<string, unknown>;
  const found = new Set<object>(unnamed);
  const add = (value: unknown) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') found.add(value);
  };
  for (const name of names) if (!ofNode.includes(name)) add(globals[name]);
  // A set is walked to its end, with what is added meanwhile.
  for (const one of found) {
    add(Object.getPrototypeOf(one));
    for (const key of Reflect.ownKeys(one)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, key)!;
      for (const each of [value, get, set]) add(each);
    }
    Object.freeze(one);
  }
}
