export * from './entities.ts'
export * from './facts.ts'
export * from './ports.ts'
export * from './ids.ts'
