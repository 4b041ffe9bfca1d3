import { join } from 'node:path'
import { createBucket, createFolder, type FilePlace } from '@pult/gateway'
import { BucketUnusable, endpointOf, type BucketConfig } from './bucket-fault.ts'
import type { Config } from './config.ts'

/**
 * Where the files lie that people send: a folder, which needs nothing, or a bucket, which is tried once before anybody relies on it.
 * `checkName` is that of an object that is made for it and removed; no other node may have the same. @throws BucketUnusable
 */
export async function openFiles(
  config: BucketConfig & Pick<Config, 'PULT_DATA'>,
  checkName: string,
  onError: (error: unknown) => void,
): Promise<FilePlace> {
  if (config.PULT_S3_BUCKET === '') return createFolder(join(config.PULT_DATA, 'attachments'))
  const bucket = createBucket({
    bucket: config.PULT_S3_BUCKET,
    endpoint: endpointOf(config),
    region: config.PULT_S3_REGION,
    keyId: config.PULT_S3_KEY_ID,
    secret: config.PULT_S3_SECRET,
    prefix: config.PULT_S3_PREFIX,
    onError,
  })
  try {
    await bucket.check(checkName)
  } catch (cause) {
    throw new BucketUnusable(config, cause)
  }
  return bucket
}
