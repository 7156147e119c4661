// Calls as the rest of the panel knows them: one part, loaded with the first call.

export { fared, heard, welcomed } from './calling.ts';
export { Card } from './card.tsx';
export { Dial } from './dial.tsx';
