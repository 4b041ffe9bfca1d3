import type { OperatorClient } from '@pult/client'
import { ARTICLE_CHARS_MAX, NAME_CHARS_MAX } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useDesk } from '../../parts/context.ts'
import { useModelWords } from '../models/model-words.ts'
import { splitArticle, titleOf } from './split-article.ts'

export interface Uploading {
  /** What is being read now; null: nothing. */
  readonly name: string | null
  readonly upload: (files: readonly File[]) => void
}

/** Room for " (12/12)". */
const TITLE_CHARS_MAX = NAME_CHARS_MAX - 10

/** Makes articles of files, one after another; what was made before one failed stays. */
export function useUpload(onMade: () => void): Uploading {
  const { client, news } = useDesk()
  const words = useModelWords()
  const [name, setName] = useState<string | null>(null)

  async function uploadAll(files: readonly File[]): Promise<void> {
    let made = 0
    try {
      for (const file of files) {
        setName(file.name)
        const text = await textOf(file)
        if (text === null) news.say(words.say('articles.wrongFile', { name: file.name }))
        else made += await createParts(client, file.name, text)
      }
    } catch (error) {
      news.tellError(error)
    }
    setName(null)
    if (made === 0) return
    news.say(words.count('articles.uploaded', made))
    onMade()
  }
  return { name, upload: (files) => void uploadAll(files) }
}

async function createParts(client: OperatorClient, fileName: string, text: string): Promise<number> {
  const title = titleOf(fileName, text).slice(0, TITLE_CHARS_MAX).toWellFormed()
  const parts = splitArticle(title, text, ARTICLE_CHARS_MAX)
  for (const part of parts) await client.command('createArticle', part)
  return parts.length
}

/** Null: bytes that are no writing. */
async function textOf(file: File): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return text.includes('\u0000') || text.trim() === '' ? null : text
  } catch {
    return null
  }
}
