// The part of jsfive's interface that hdf5.ts uses; the package has no types.
declare module 'jsfive' {
  export class Group {
    readonly keys: string[];
    readonly attrs: Record<string, unknown>;
    /** Null where a link leads nowhere. */
    get(name: string): Group | Dataset | null;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }

  export class Dataset {
    readonly shape: number[];
    /** As NumPy writes types, such as `<f4`; a list for what is no number. */
    readonly dtype: unknown;
    readonly value: unknown;
    readonly _dataobjects: { readonly filter_pipeline: unknown };
  }
}
