/** How long the recycle bin keeps what was deleted. */
export const recycleDays = 30;
