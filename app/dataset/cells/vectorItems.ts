// The array inside a DuckDB vector. `items` is private in DuckDB's declarations only, and reading it item by item takes ten
// times as long.
import type { DuckDBVector } from '@duckdb/node-api';

export function itemsOf<Items>(vector: DuckDBVector, Kind: new () => Items): Items {
  const { items } = vector as unknown as { items: unknown };
  if (!(items instanceof Kind))
    throw new TypeError('a DuckDB column has a different type than was asked for');
  return items;
}
