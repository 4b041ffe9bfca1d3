import type { Deployment } from './kit/deployment.ts'

/** One rule, looked at from outside. `run` resolves when the rule held and rejects with a sentence when it did not. */
export interface Scenario {
  /** The number of the rule in the wire contract, `S4`; or the heading under which it stands, `Commands`. */
  readonly rule: string
  /** What is promised, as a sentence in the words of the contract. */
  readonly title: string
  /** Waits for one of the protocol's long time limits; left out unless asked for. */
  readonly slow?: true
  /** Has a program that the deployment calls; left out where it cannot be called. */
  readonly calls?: true
  readonly run: (pult: Deployment) => Promise<void>
}

export function scenario(rule: string, title: string, run: Scenario['run']): Scenario {
  return { rule, title, run }
}

/** A scenario that has to wait ten seconds or more for a time limit of the protocol. */
export function slowScenario(rule: string, title: string, run: Scenario['run']): Scenario {
  return { rule, title, slow: true, run }
}

/** A scenario with a program that the deployment calls. */
export function calledScenario(rule: string, title: string, run: Scenario['run']): Scenario {
  return { rule, title, calls: true, run }
}
