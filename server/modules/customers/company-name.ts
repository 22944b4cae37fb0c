const legalForms = /(?:集团)?(?:股份)?(?:有限)?(?:责任)?(?<![分子])公司$|(?:股份)?有限(?:合伙|责任)$|集团$/u;
const westernForms =
  /[\s,.]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|bv|pte|pty)\.?$/iu;

/**
 * What makes two company names the same: width, case, spaces, brackets and punctuation do not count, nor do "(中国)" and the legal form
 * at the end. A name that consists of nothing else keeps it.
 */
export const companyKey = (name: string): string => {
  const text = name.normalize('NFKC').trim().toLowerCase();
  const short = stripWestern(text.replace(/[([{【〔](?:中国|china|prc)[)\]}】〕]/gu, ' ').trim());
  const letters = lettersOf(short);
  return (letters.replace(legalForms, '') || letters || lettersOf(text) || text.replace(/\s+/g, ' ')).slice(0, 160);
};

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}\p{M}+#]/gu, '');

/** "Acme Co., Ltd." ends in two forms. */
const stripWestern = (text: string): string => {
  const shorter = text.replace(westernForms, '');
  return shorter === text || shorter === '' ? text : stripWestern(shorter);
};
