export { createPush, type Push } from './push.ts'
export { parsePushHosts } from './hosts.ts'
export { areVapidKeys, createVapidKeys, type VapidKeys } from './vapid.ts'
