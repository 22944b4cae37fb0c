/** How long an opportunity has been in its stage. */
export const sayStageDays = (days: number): string => (days > 0 ? `已 ${days} 天` : '今天进入');
