import { emojiTable } from './make-table.ts' with { type: 'macro' }

export const table: string = emojiTable('en')
