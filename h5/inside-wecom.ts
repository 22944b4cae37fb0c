/** Are we inside the chat client? Elsewhere the helpers of `wecom.ts` say so and the app uses its own ways. */
export const insideWeCom = /wxwork/i.test(navigator.userAgent);
