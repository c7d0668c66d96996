/** The mode of a file as `chmod` takes it: `0640`. */
export const modeText = (mode: number): string => mode.toString(8).padStart(4, '0');
