/** A mistake of the person who starts the program: its message is the one sentence they see. */
export class StartError extends Error {}
