export {
  createMemoryDisk,
  createMemoryStore,
  openMemoryStore,
  type MemoryDisk,
  type MemoryFaults,
} from './memory/memory-store.ts'
export { openMemoryLease, openMemoryReader } from './memory/memory-lease.ts'
export { openRunningLog, type RunningLog } from './sqlite/running-log.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store.ts'
export { connectPostgres } from './postgres/connect-postgres.ts'
export { takeLease, type Lease } from './postgres/leases.ts'
export { keepSecret, readSecret } from './postgres/kept-secrets.ts'
export { beginLog, createNodeLeases, type NodeLeases } from './postgres/nodes.ts'
export { createWordsTable, type WordsTable } from './postgres/words-table.ts'
export {
  migrateDatabase,
  readSchemaVersion,
  SCHEMA_VERSION,
  type SchemaStep,
} from './postgres/migrate-database.ts'
export { openPostgresReader, type PostgresReaderOptions } from './postgres/postgres-reader.ts'
export { openPostgresStore, type PostgresStoreOptions } from './postgres/postgres-store.ts'
