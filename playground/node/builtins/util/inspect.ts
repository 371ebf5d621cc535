export { format, formatWithOptions, inspect } from 'node-inspect-extracted';
