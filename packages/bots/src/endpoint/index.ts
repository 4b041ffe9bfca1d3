/** What bots share that ask somebody who may be slow, wrong or gone: when they ask, what they count, how they fail. */
export {
  admit,
  CLOSED,
  healthOf,
  onAnswered,
  onFailed,
  onProbeLeft,
  restOf,
  type Breaker,
} from './breaker.ts'
export { EndpointError, withError } from './endpoint-error.ts'
export { NOTHING_YET, withAnswer, withTry, type EndpointFailure, type EndpointState } from './tally.ts'
