const styles = `body{font:16px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;margin:0;color:#1f2329;background:#f5f6f8}
main{max-width:640px;margin:8vh auto;padding:32px;background:#fff;border-radius:12px;box-shadow:0 2px 12px #0001}
h1{font-size:20px;margin:0 0 8px}p{color:#646a73;margin:0 0 20px}
input:not([type=hidden]){width:100%;box-sizing:border-box;padding:10px 12px;border:1px solid #d0d3d6;border-radius:8px;font:inherit}
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:8px;margin-top:16px}
button{padding:10px;border:1px solid #e3e5e8;border-radius:8px;background:#fff;font:inherit;text-align:left;cursor:pointer}
button:hover{border-color:#2b65d9}button b,button small{display:block}button b{font-weight:500}small{color:#8f959e}`;

export function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${styles}</style></head><body><main>${body}</main></body></html>`;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
