export {
  createMemoryDisk,
  createMemoryStore,
  openMemoryStore,
  type MemoryDisk,
  type MemoryFaults,
} from './memory/memory-store.ts'
export { openMemoryLease, openMemoryReader } from './memory/memory-lease.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store.ts'
