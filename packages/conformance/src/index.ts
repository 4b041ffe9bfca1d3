export { conformanceCommand, type CommandEnd } from './command.ts'
export { CannotRun, run, type RunOptions, type RunPorts, type RunResult, type ScenarioResult } from './run.ts'
export { scenario, slowScenario, type Scenario } from './scenario.ts'
export { scenarios } from './scenarios/index.ts'
