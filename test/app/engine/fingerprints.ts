// Fingerprints of the trainings in sameBits.test.ts, the same on every CPU and system. One that changes means that the order of
// some sum, a polynomial or the random numbers changed: that is a decision, and its commit says why.
export const recorded = {
  small: '7442b34fe514cfa660c699ea516d6749eadc408ee9d303e2eb36ffd5e169d2ed',
  wide: 'eebaf47e9d4bad7cc5c6b603e3912c9ba48e22ae546d043d7ff4df8fa420c32c',
  blocks: 'fdd6e5a22dfb4f3dd3766e428534b59d31784b51ed419821b357da746eb6fc13',
  one: 'cc8c37e0dcdccff458a1c064a6b4c80d5e7e8110ec519213f6296c7e6e364bbc',
  full: 'bf5990bf1932de5f94083cb9424cb8dba63e084d974f6972c608165e84d853d7',
};
