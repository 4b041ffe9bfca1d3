import type { VisitorClient } from './client-face.ts'
import type { VisitorOptions } from './options.ts'

export declare function createVisitorClient(options: VisitorOptions): VisitorClient
