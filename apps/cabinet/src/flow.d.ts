/** Scenarios as text, taken along by the bundler as they are written. */
declare module '*.flow' {
  const text: string
  export default text
}
