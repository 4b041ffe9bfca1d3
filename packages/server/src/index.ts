export { startPult, type Pult } from './pult.ts'
export { readConfig, ConfigError, type Config, type SettingName } from './config.ts'
export { createLog, type LogOptions } from './log.ts'
export { VERSION } from './version.ts'
