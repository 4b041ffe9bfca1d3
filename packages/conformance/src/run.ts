import type { LoginReply } from '@pult/protocol'
import { Violation } from './expect.ts'
import { Accounts } from './kit/accounts.ts'
import { openAdmins } from './kit/admins.ts'
import { Caller } from './kit/http.ts'
import { Deployment, type DeploymentOptions } from './kit/deployment.ts'
import { openPrograms, type Programs } from './kit/programs.ts'
import { WAIT_MS } from './kit/stream.ts'
import type { Scenario } from './scenario.ts'

export interface RunOptions {
  /** Without a slash at its end. */
  readonly url: string
  readonly email: string
  readonly password: string
  /** Scenarios under way at once. */
  readonly concurrency: number
  /** A rule's number or words of a title; absent: all. */
  readonly only?: string | undefined
  /** Whether those that wait for long time limits run too. */
  readonly slow: boolean
  /** An address under which the deployment reaches this machine, its port 0 for a free one; absent: nothing of ours may be called. */
  readonly callable?: string | undefined
  /** How long what is due is waited for; absent: long enough for a busy machine. */
  readonly waitMs?: number | undefined
}

export interface ScenarioResult {
  readonly rule: string
  readonly title: string
  readonly ms: number
  /** Why the rule did not hold; absent where it held. */
  readonly failure?: string
  /** The last frames of the scenario's streams, where it failed. */
  readonly frames?: readonly string[]
}

export interface RunResult {
  readonly url: string
  readonly startedAt: string
  readonly elapsedMs: number
  readonly passed: number
  readonly failed: number
  /** Slow ones that were not asked for. */
  readonly leftOut: number
  /** Those with a program to be called, where none can be. */
  readonly notCalled: number
  readonly results: readonly ScenarioResult[]
}

export interface RunPorts {
  readonly nowMs: () => number
  /** A short text that no earlier run has used: the names that this run makes carry it. */
  readonly label: string
  readonly onResult?: (result: ScenarioResult, done: number, total: number) => void
}

/** The run cannot begin: a sentence for whoever started it. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}

/** A scenario that takes longer hangs; the longest time limit of the protocol is 35 s. */
const SCENARIO_MS_MAX = 60_000
const SLOW_SCENARIO_MS_MAX = 150_000

/** The scenarios that are asked for, and how many were left out for being slow or for having a program to be called. */
export function chosen(
  all: readonly Scenario[],
  { only, slow, callable }: Pick<RunOptions, 'only' | 'slow' | 'callable'>,
): { readonly scenarios: readonly Scenario[]; readonly leftOut: number; readonly notCalled: number } {
  const wanted = only
    ?.trim()
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
  const ofRule = all.filter(({ rule }) => rule.toLowerCase() === wanted)
  const byWords = all.filter(({ title }) => wanted === undefined || title.toLowerCase().includes(wanted))
  // S1 is the rule, and not whatever mentions S10.
  const named = ofRule.length > 0 ? ofRule : byWords
  const unhurried = slow ? named : named.filter((one) => one.slow !== true)
  const scenarios = callable === undefined ? unhurried.filter((one) => one.calls !== true) : unhurried
  const leftOut = named.length - unhurried.length
  return { scenarios, leftOut, notCalled: unhurried.length - scenarios.length }
}

/**
 * Runs scenarios against a deployment. They mind only what they made themselves, so the deployment may be in use. What they make stays:
 * groups and channels whose names say "conformance", and operators, who are blocked.
 * @throws CannotRun when there is no deployment, no admin, or nothing to run.
 */
export async function run(
  all: readonly Scenario[],
  options: RunOptions,
  ports: RunPorts,
): Promise<RunResult> {
  const { scenarios, leftOut, notCalled } = chosen(all, options)
  if (scenarios.length === 0) throw new CannotRun(nothingToRun(options, leftOut, notCalled))
  const admin = await signInAdmin(options)
  const programs = await listen(options)
  const accounts = new Accounts()
  const admins = await openAdmins(admin, { scenarios: scenarios.length, label: ports.label })
  const startedMs = ports.nowMs()
  const byIndex: ScenarioResult[] = []
  let done = 0
  const one = async (scenario: Scenario, index: number): Promise<void> => {
    const label = `${ports.label}-${index}`
    const { url, waitMs = WAIT_MS } = options
    const own = admins.all[index % admins.all.length]!
    const result = await runOne(scenario, { url, admin: own, accounts, label, waitMs, programs }, ports)
    byIndex[index] = result
    done += 1
    ports.onResult?.(result, done, scenarios.length)
  }
  const entries = [...scenarios.entries()]
  const slow = entries.filter(([, scenario]) => scenario.slow === true)
  const rest = entries.filter(([, scenario]) => scenario.slow !== true)
  // Slow ones do nothing but wait: all of them wait at once, beside the others.
  const waiting = slow.map(([index, scenario]) => one(scenario, index))
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await one(next[1], next[0])
  }
  await Promise.all([...waiting, ...Array.from({ length: options.concurrency }, worker)])
  programs?.close()
  await accounts.end(admin)
  await admins.end()
  await admin.post('/api/v1/logout').catch(() => undefined)
  const results = Object.values(byIndex)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  return {
    url: options.url,
    startedAt: new Date(Date.now() - (ports.nowMs() - startedMs)).toISOString(),
    elapsedMs: Math.round(ports.nowMs() - startedMs),
    passed: results.length - failed,
    failed,
    leftOut,
    notCalled,
    results,
  }
}

async function runOne(
  scenario: Scenario,
  options: DeploymentOptions,
  { nowMs }: RunPorts,
): Promise<ScenarioResult> {
  const { rule, title } = scenario
  const pult = new Deployment(options)
  const startedMs = nowMs()
  const failure = await failureOf(scenario, pult)
  const ms = Math.round(nowMs() - startedMs)
  const frames = failure === undefined ? undefined : pult.streams.flatMap((stream) => stream.lastFrames())
  await pult.tidy()
  return failure === undefined ? { rule, title, ms } : { rule, title, ms, failure, frames: frames ?? [] }
}

async function failureOf(scenario: Scenario, pult: Deployment): Promise<string | undefined> {
  const limitMs = scenario.slow === true ? SLOW_SCENARIO_MS_MAX : SCENARIO_MS_MAX
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    await Promise.race([
      scenario.run(pult),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Violation(`not over within ${limitMs / 1000} s`)), limitMs)
      }),
    ])
    return pult.fault
  } catch (error) {
    // A stream that saw the protocol left knows better than whoever waited for what never came.
    if (pult.fault !== undefined) return pult.fault
    if (error instanceof Violation) return error.message
    return `stopped by ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
  } finally {
    clearTimeout(timer)
  }
}

async function signInAdmin({ url, email, password }: RunOptions): Promise<Caller<'OPERATOR'>> {
  let answer
  try {
    answer = await new Caller(url, 'OPERATOR', undefined).post('/api/v1/login', { email, password })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotRun(
      error instanceof Violation
        ? `What answers at ${url} does not speak Pult's protocol: ${why}`
        : `There is no Pult at ${url}: ${why}`,
    )
  }
  const { error, body } = answer
  if (error !== undefined) throw new CannotRun(`Signing in as ${email} was refused: ${error.message}`)
  const { token, operator } = body as LoginReply
  if (operator.role !== 'admin')
    throw new CannotRun(
      `${email} is no admin, and the scenarios make groups, channels and operators of their own.`,
    )
  return new Caller(url, 'OPERATOR', token, true)
}

async function listen({ callable }: RunOptions): Promise<Programs | undefined> {
  if (callable === undefined) return undefined
  try {
    return await openPrograms(callable)
  } catch (error) {
    throw new CannotRun(`Nothing can listen for ${callable}: ${error instanceof Error ? error.message : ''}`)
  }
}

function nothingToRun({ only }: RunOptions, leftOut: number, notCalled: number): string {
  if (notCalled > 0) return `All that "${only ?? ''}" names has programs to be called: add --callable.`
  if (leftOut > 0) return `All that "${only ?? ''}" names has to wait for long time limits: add --slow.`
  return `No scenario has the rule or the words "${only ?? ''}".`
}
