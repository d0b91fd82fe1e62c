import { config } from 'zod/v4/core';

/**
 * Lets schemas that are made afterwards interpret what they check instead of compiling a parser of their own first: for
 * processes that check each kind of file once. Has to run before the modules of the schemas.
 */
config({ jitless: true });
