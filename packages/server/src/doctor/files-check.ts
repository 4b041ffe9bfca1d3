import { bucketFault, BucketUnusable } from '../bucket-fault.ts'
import type { Config } from '../config.ts'
import { openFiles } from '../open-files.ts'
import { type Finding, ok, problem } from './finding.ts'

/** Where files lie that people send. A bucket is tried as a start does: a small object comes and goes. */
export async function checkFiles(config: Config): Promise<readonly Finding[]> {
  const warnings: string[] = []
  try {
    const name = `pult-doctor-${process.pid}-${Date.now()}`
    await openFiles(config, name, {
      onError: () => undefined,
      onWarning: (sentence) => void warnings.push(sentence.replace(/\.$/, '')),
    })
  } catch (error) {
    if (error instanceof BucketUnusable)
      return [
        problem('files', bucketFault(error).sentence.replace(/\.$/, ''), 'Until then Pult does not start.'),
      ]
    throw error
  }
  if (warnings.length > 0) return warnings.map((says) => ok('files', says))
  const bucket = config.PULT_S3_BUCKET
  return bucket === '' ? [] : [ok('files', `the bucket ${bucket} can be written, read and listed`)]
}
