// Limits of what is computed to look inside a network.

/** Each keeps a result below about a second and a megabyte. */
export const insightLimits = {
  /** Rows that a gradient check uses. */
  checkRows: { min: 1, max: 256 },
  /** Parameters that a gradient check moves. */
  checkParameters: { min: 1, max: 10_000 },
  rateSteps: { min: 10, max: 1_000 },
  /** Largest network that can be walked through. */
  walkParameters: { max: 50_000 },
  /** Numerical gradients computed with one walk. */
  measured: { max: 64 },
  /** Largest network whose weights are sent one by one. */
  weights: { max: 50_000 },
  /** Points per side of a grid of inputs or of a plane of losses. */
  gridSide: { min: 2, max: 200 },
  planeSide: { min: 3, max: 101 },
  /** Points of a slice of losses along one parameter. */
  sliceSteps: { min: 3, max: 401 },
  /** Parameters and points of a path of the weights. */
  pathParameters: { min: 1, max: 12 },
  pathPoints: { min: 2, max: 240 },
  /** Training rows that the losses of a path and of a slice are means of; more only of a table whose rows are sampled evenly. */
  lossRows: { max: 8_000 },
  /** Rows for statistics, planes and drawings; larger tables are sampled evenly. */
  rows: { max: 2_000 },
  /** Columns of the rows that are drawn. */
  rowColumns: { max: 200 },
  /** Points per side of a unit's map, and units per layer that get one; larger layers are sampled evenly. */
  mapSide: { min: 2, max: 48 },
  mapUnits: { max: 16 },
} as const;
