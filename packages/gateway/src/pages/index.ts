export { createPages, type Pages, type PagesOptions } from './pages.ts'
export { securityHeaders, type AnswerKind, type SecurityOptions } from './security-headers.ts'
