// Fingerprints of the trainings in sameBits.test.ts, the same on every CPU and system. One that changes means that the order of
// some sum, a polynomial or the random numbers changed: that is a decision, and its commit says why.
export const recorded = {
  small: '97505c12f48cbf10a63aca81d487c58001ba8a6ee33b7843a2ab375521653310',
  wide: '1d2c787a57a0301daaa435890d3ff7b8ddcc6eb9e3ef3c7a1cb53fd2df5e74c6',
  blocks: '0ae0c1eaab2568912cc8454795368375c153db008e94e161d92abd52ed1e48a6',
  one: '2a4385eddc5c742f71ed162bd9724544c52b9be7b42f2978e6a0fe2eae7fbcd7',
  full: '13f0d503f7306a871907aeeb4eb8d0e5caee90ca84b3b99409cf4ba947af47b2',
};
