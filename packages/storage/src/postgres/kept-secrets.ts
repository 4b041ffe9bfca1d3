import type { SQL } from 'bun'

/**
 * A secret that all nodes share: whoever needs it first makes it, everybody reads the same from then on. It stands in the database as it is, beside what it protects.
 * @param name e.g. `server`, `push main`
 */
export async function keepSecret(
  sql: SQL,
  name: string,
  make: () => string | Promise<string>,
): Promise<string> {
  const known = await readSecret(sql, name)
  if (known !== undefined) return known
  await sql`INSERT INTO secrets (name, value) VALUES (${name}, ${await make()}) ON CONFLICT (name) DO NOTHING`
  return (await readSecret(sql, name))!
}

/** Undefined: nobody has needed it yet. */
export async function readSecret(sql: SQL, name: string): Promise<string | undefined> {
  const rows = await sql<{ value: string }[]>`SELECT value FROM secrets WHERE name = ${name}`
  return rows[0]?.value
}
