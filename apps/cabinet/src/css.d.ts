/** Style sheets are gathered by the bundler into one file of their own. */
declare module '*.css'
