export { createLimiter, type Limiter } from './limiter.ts'
export { createLoginLimits, type LoginAttempt, type LoginLimits } from './login-limits.ts'
export { defaultLimits, type LimitName, type Limits } from './policy.ts'
export { fullBucket, takeToken, type Bucket, type Limit, type Taken } from './token-bucket.ts'
