import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createBucket, createFolder, type FilePlace } from '@pult/gateway'
import { BucketUnusable, endpointOf, type BucketConfig } from './bucket-fault.ts'
import type { Config } from './config.ts'

/**
 * Where the files lie that people send: a folder, which needs nothing, or a bucket, which is tried once before anybody relies on it.
 * `checkName` is that of an object that is made for it and removed; no other node may have the same. @throws BucketUnusable
 */
export async function openFiles(
  config: BucketConfig & Pick<Config, 'PULT_DATA' | 'DATABASE_URL'>,
  checkName: string,
  tell: { readonly onError: (error: unknown) => void; readonly onWarning: (sentence: string) => void },
): Promise<FilePlace> {
  const folder = join(config.PULT_DATA, 'attachments')
  if (config.PULT_S3_BUCKET === '') {
    if (config.DATABASE_URL !== '')
      tell.onWarning(
        `Files lie in the folder ${folder}. Where several machines share the database, it must be one that they share too, or set PULT_S3_BUCKET: what is uploaded through one is not found by the others.`,
      )
    return createFolder(folder)
  }
  const bucket = createBucket({
    bucket: config.PULT_S3_BUCKET,
    endpoint: endpointOf(config),
    region: config.PULT_S3_REGION,
    keyId: config.PULT_S3_KEY_ID,
    secret: config.PULT_S3_SECRET,
    prefix: config.PULT_S3_PREFIX,
    onError: tell.onError,
  })
  try {
    await bucket.check(checkName)
  } catch (cause) {
    throw new BucketUnusable(config, cause)
  }
  if (existsSync(folder))
    tell.onWarning(
      `Files are read from the bucket ${config.PULT_S3_BUCKET} alone. There is a folder ${folder} too: copy what lies in it into the bucket if that was not done yet, then put it away.`,
    )
  return bucket
}
