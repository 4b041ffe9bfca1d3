/** Style sheets are gathered by the bundler into one file of their own. */
declare module '*.css' {
  /** With `{ type: 'text' }`: as it is written, for what is loaded later. */
  const text: string
  export default text
}
