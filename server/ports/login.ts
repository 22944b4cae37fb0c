export interface PageSignature {
  timestamp: number;
  nonceStr: string;
  signature: string;
}

export interface Login {
  /** Where to send the browser. `inside`: silent login in the chat client; `browser`: QR code in a desktop browser. */
  authorizeUrl(input: { surface: 'inside' | 'browser'; redirectUrl: string; state: string }): string;
  /**
   * Exchanges a one-time code. `outsider`: somebody who is not an employee; `code_used`: used, expired or unknown code.
   * @throws ChatError when the platform cannot be asked.
   */
  exchange(code: string): Promise<{ account: string } | 'outsider' | 'code_used'>;
  /** Both JS-SDK signatures for a full page address without its hash. @throws ChatError */
  signPage(url: string): Promise<{ corpId: string; agentId: string; corp: PageSignature; agent: PageSignature }>;
  /** Does this user agent belong to the chat client? */
  isInside(userAgent: string): boolean;
}
