export { openGeography, type Geography, type GeographyOptions } from './geography.ts'
