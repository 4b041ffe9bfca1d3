import type { OperatorClient } from './client-face.ts'
import type { OperatorOptions } from './options.ts'

export declare function createOperatorClient(options: OperatorOptions): OperatorClient
