/** Golden vectors of the platform's own libraries (A) and of fixed random bytes (B). */
export const vectorA = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  corpId: 'wx5823bf96d3bd56c7',
  address: {
    timestamp: '1409659589',
    nonce: '263014780',
    sealed: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    echo: '1616140317555161061',
  },
  message: {
    timestamp: '1409659813',
    nonce: '1372623149',
    signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    sealed:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
  },
} as const;

export const vectorB = {
  token: 'crmtoken123',
  aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
  corpId: 'wwtestcorp00000001',
  timestamp: '1700000001',
  nonce: 'nonce42',
  cases: [
    {
      name: 'B1',
      receiveId: 'wwtestcorp00000001',
      message: '1234567890123456',
      sealed: 'j6vsOpBNQ16EYTy8Pn5HPWV5Q2L1iEotSis0HargfY6P84Sb1/GogHTRKGEOzGYDeMNK/Px/JSM8r6jHs7EdHQ==',
      signature: '1a820137a0b3857293f30b4e0a139eb92d3b839d',
    },
    {
      name: 'B2',
      receiveId: 'wwtestcorp00000001',
      message:
        '<xml><ToUserName><![CDATA[wwtestcorp00000001]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[enter_agent]]></Event><EventKey><![CDATA[]]></EventKey><AgentID>1000002</AgentID></xml>',
      sealed:
        'j6vsOpBNQ16EYTy8Pn5HPZqoDWuE+pD03gqnlCNK5NSQKu4LqRdTLuuLdi7c+V96TXg5bmn5YN2Y4GOo/dRwHz8Gr9ZKagG/r8vAq1XABaqr9+54LoaO9EGJCzjC4++q0kvL/UwrQoUWFVvwjotT5NRbdnakckpjovRbstxupZ5X2NXCDGXjoNkh6B8ScvjkshhfMl8j6B42cWm2X0GrjEUwaROVZtUyQolovFUa2zHj6G00hm+VSX2iPvYLYd2bilN+At4Lxuozgc9udAavJ9e+JuFZUTeYng7li7fb6mTAf3GiimmJH9ES8t0TOGdZvA/eA1Y0NoX+5wQxbVOkJU2fDl/z4zmkdH7eJwjktsy3g1oQDSLYps5SiUw7Ihgbv2CzkFaubUp2v5JuTkqZoIT/+MEC6b7o2vob/uveWxxBtIN24/lAc/yHjVhdknHwSKblTRbsCaFMxrLFSwH4sA==',
      signature: '8daabf3ebfdbabb7b5fc8d1de0d7e812e7615195',
    },
    {
      name: 'B3',
      receiveId: '',
      message: '{"msgtype":"text"}',
      sealed: 'j6vsOpBNQ16EYTy8Pn5HPRyWRCQJRnXTjOTwCnKI2SgWjS+1zGNNtghjzJ+xbyf0ArDXXZf0BDIqwd+/qZB+RQ==',
      signature: '9d1b354701a879cbc700dd753dfeaa17483dee11',
    },
    {
      name: 'B4',
      receiveId: 'wwtestcorp00000001',
      message: '你好',
      sealed: 'j6vsOpBNQ16EYTy8Pn5HPSc9ZI0oZDd5Me7piR7npBLnL06pUkTRt2EOe+mEWlB+ugU/zcFyOkOCNUiA7xkwpg==',
      signature: null,
    },
  ],
} as const;
