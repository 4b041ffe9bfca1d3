import type { Words } from '../words/words.ts'
import { fileSize } from './file-size.ts'
import type { AttachRefusal } from './uploads.ts'

export function sayAttachRefusal(words: Words, refusal: AttachRefusal): string {
  return refusal.name === 'too_many'
    ? words.count('composer.toomany', refusal.max)
    : words.say('composer.toolarge', { name: refusal.file, limit: fileSize(refusal.max, words.language) })
}
