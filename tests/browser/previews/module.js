export const dependency = 'dependency';
