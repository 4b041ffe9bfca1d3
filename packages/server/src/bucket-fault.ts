import { bucketCode } from '@pult/gateway'
import type { Config } from './config.ts'
import type { StartFault } from './start-fault.ts'

export type BucketConfig = Pick<
  Config,
  | 'PULT_S3_BUCKET'
  | 'PULT_S3_ENDPOINT'
  | 'PULT_S3_REGION'
  | 'PULT_S3_KEY_ID'
  | 'PULT_S3_SECRET'
  | 'PULT_S3_PREFIX'
>

/** The bucket did not do what it was asked at the start; what it said is the cause. */
export class BucketUnusable extends Error {
  override readonly name = 'BucketUnusable'
  readonly config: BucketConfig

  constructor(config: BucketConfig, cause: unknown) {
    super('The bucket for files cannot be used.', { cause })
    this.config = config
  }
}

/** Amazon's own, where no other is named. */
export function endpointOf(config: BucketConfig): string {
  return config.PULT_S3_ENDPOINT === ''
    ? `https://s3.${config.PULT_S3_REGION}.amazonaws.com`
    : config.PULT_S3_ENDPOINT
}

/** [SV21] What to do about it. A setting that is wrong stays wrong; a bucket that does not answer may answer later. */
export function bucketFault({ config, cause }: BucketUnusable): StartFault {
  const bucket = `the bucket ${config.PULT_S3_BUCKET}`
  const place = endpointOf(config)
  switch (bucketCode(cause)) {
    case 'NoSuchBucket':
      return wrong(
        `There is no bucket ${config.PULT_S3_BUCKET} at ${place}. Make it, or set PULT_S3_BUCKET to one that is there.`,
      )
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return wrong(
        `${place} does not know the key ${config.PULT_S3_KEY_ID} with this secret. Set PULT_S3_KEY_ID and PULT_S3_SECRET anew.`,
      )
    case 'AccessDenied':
      return wrong(
        `The key ${config.PULT_S3_KEY_ID} may not do everything with ${bucket} that is needed: write, read, list and remove objects. Give it these rights.`,
      )
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
      return wrong(
        `${place} says that ${bucket} is not in the region ${config.PULT_S3_REGION}. Set PULT_S3_REGION to the bucket's, and PULT_S3_ENDPOINT to the address of that region.`,
      )
    case 'RequestTimeTooSkewed':
      return wrong(`${place} says that the clock of this machine is wrong. Set it, then start again.`)
    default:
      return {
        sentence: `${place} does not answer for ${bucket} as it should (${cause instanceof Error ? cause.message : String(cause)}). See that PULT_S3_ENDPOINT is right and can be reached from here, then start again.`,
        exit: 'unavailable',
      }
  }
}

function wrong(sentence: string): StartFault {
  return { sentence, exit: 'config' }
}
