/** How often one challenge may send its learner to a provider. */
export const limits = { requests: 10 } as const;
