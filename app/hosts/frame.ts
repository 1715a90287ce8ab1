/** One message of the contract, as a transport carries it. */
export type Frame = string | Uint8Array<ArrayBuffer>;
