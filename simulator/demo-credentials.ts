/** The one company, app, contacts helper and smart robot of the simulator. Not secrets: they open nothing but a simulator. */
export const demoCredentials = {
  corpId: 'ww5a3c9e7f1b2d4860',
  agentId: 1000002,
  agentSecret: 'demoAgentSecretOnlyForTheLocalSimulator0001',
  callbackToken: 'demoAppCallbackToken0001',
  callbackAesKey: 'Qm7VxT2cLr9ZkB4nHs6WyD1fJg8PaE3uRt5XoN0iKvY',
  contactsSecret: 'demoContactsSecretOnlyForTheSimulator00002',
  contactsCallbackToken: 'demoContactsCallbackToken0002',
  contactsCallbackAesKey: 'Zt4KpW8eGh1NxC6rMj3VbQ9sLd7YfU2aEo5TiX0wRzA',
  aibotId: 'aibDemoRobotOfTheSimulator',
  aibotSecret: 'demoRobotSecretOnlyForTheSimulator00000003',
} as const;

export const demoNames = { app: '销售助手', robot: '小航' } as const;
