/**
 * The words of this bundle. A visitor reads one language, so the build makes a bundle for each and puts its table in the place of
 * this file; the tests and the types see English.
 */
export * from './words/english.ts'
