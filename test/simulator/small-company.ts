import { type OrgInput } from '../../simulator/org/org-file.ts';

/** Two departments under one root, five people, three customers, one group with both robots. */
export const smallCompany = {
  company: { name: '测试公司' },
  departments: [
    { id: 1, name: '测试公司' },
    { id: 2, parentId: 1, name: '销售部', order: 200 },
    { id: 3, parentId: 2, name: '销售一组', order: 100 },
    { id: 4, parentId: 1, name: '行政部', order: 100 },
  ],
  people: [
    { userid: 'Boss', name: '老板', departments: [1], leaderOf: [1], position: '总经理', mobile: '13900000001' },
    { userid: 'lead', name: '组长', departments: [2, 3], mainDepartment: 3, leaderOf: [3], directLeader: 'boss' },
    { userid: 'amy', name: '艾米', departments: [3], directLeader: 'lead', mobile: '13900000003' },
    { userid: 'ben', name: '本', departments: [3], directLeader: 'lead' },
    { userid: 'admin', name: '行政', departments: [4], leaderOf: [4], directLeader: 'Boss' },
  ],
  externalContacts: [
    { externalUserid: 'wmOne', name: '王先生', corpName: '甲公司', followers: ['amy'] },
    { externalUserid: 'wmTwo', name: '李女士', followers: ['amy', 'ben'] },
    { externalUserid: 'woThree', name: '赵总', corpName: '丙公司', followers: ['ben'] },
  ],
  customerGroups: [
    { chatId: 'wrOne', name: '甲公司项目群', owner: 'amy', members: ['lead'], customers: ['wmOne', 'wmTwo'] },
    { chatId: 'wrTwo', name: '乙公司项目群', owner: 'amy', customers: ['wmTwo'] },
    { chatId: 'wrThree', name: '丙公司项目群', owner: 'ben', customers: ['woThree'] },
  ],
  groups: [{ name: '销售群', members: ['lead', 'amy', 'ben'], webhook: true, robotIn: true }],
} satisfies OrgInput;
