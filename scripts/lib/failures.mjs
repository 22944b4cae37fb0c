import { Failure } from './failure.mjs';

/** @param {string} found @param {string} wanted */
export function oldNode(found, wanted) {
  return new Failure(
    `当前 Node.js 版本是 ${found}，需要 ${wanted} 或更高版本，请升级后重试。`,
    `Node.js ${found} is too old, version ${wanted} or newer is needed.`,
  );
}

/** @param {number} port @param {string} variable the environment variable that chooses another port */
export function portTaken(port, variable) {
  const other = port + 1;
  return new Failure(
    `端口 ${port} 已被其他程序占用，请换一个端口启动，例如：${variable}=${other} npm start。`,
    `Port ${port} is in use by another program; choose another one, for example: ${variable}=${other} npm start.`,
  );
}

/** @param {string} text @param {string} variable */
export function badPort(text, variable) {
  return new Failure(
    `${variable} 的值 ${text} 不是端口号，应为 1 到 65535 之间的整数。`,
    `${variable} is ${text}, which is no port; expected a whole number from 1 to 65535.`,
  );
}

/** @param {number} port */
export function samePort(port) {
  return new Failure(
    `PORT 和 SIMULATOR_PORT 都是 ${port}，请换成两个不同的端口。`,
    `PORT and SIMULATOR_PORT are both ${port}; choose two different ones.`,
  );
}

/** @param {string} folder @param {string} code */
export function unusableFolder(folder, code) {
  return new Failure(
    `无法写入目录 ${folder}（${code}），请检查权限，或用 DATA_DIR 指定别的目录。`,
    `The folder ${folder} cannot be written (${code}); check its permissions or set DATA_DIR.`,
  );
}

/** @param {string} folder @param {number} freeMegabytes @param {number} neededMegabytes */
export function diskFull(folder, freeMegabytes, neededMegabytes) {
  return new Failure(
    `磁盘空间不足：${folder} 所在磁盘只剩 ${freeMegabytes} MB，至少需要 ${neededMegabytes} MB。`,
    `No disk space: ${freeMegabytes} MB left for ${folder}, at least ${neededMegabytes} MB are needed.`,
  );
}

/** @param {string} user @param {string} host */
export function wrongDatabasePassword(user, host) {
  return new Failure(
    `数据库 ${host} 拒绝了用户 ${user} 的登录，请检查 DATABASE_URL 中的用户名和密码。`,
    `The database at ${host} refused the login of ${user}; check user and password in DATABASE_URL.`,
  );
}

/** @param {string} host @param {string} reason */
export function unreachableDatabase(host, reason) {
  return new Failure(
    `无法连接 DATABASE_URL 指定的数据库 ${host}，请确认数据库已启动且网络可达。`,
    `The database at ${host} named by DATABASE_URL cannot be reached: ${reason}.`,
  );
}

/** @param {string} name @param {string} host @param {string} user */
export function missingDatabase(name, host, user) {
  return new Failure(
    `数据库 ${host} 上没有名为 ${name} 的库，或用户 ${user} 无权使用它，请先创建并授权。`,
    `There is no database ${name} at ${host}, or ${user} may not use it; create it and grant access first.`,
  );
}

/** @param {string} reason */
export function malformedDatabaseUrl(reason) {
  return new Failure(
    'DATABASE_URL 的格式不正确，应为 mysql://用户:密码@主机:3306/库名。',
    `DATABASE_URL is malformed (${reason}); expected mysql://user:password@host:3306/name.`,
  );
}

export function noMariadb() {
  return new Failure(
    [
      '没有找到 MariaDB，且当前用户不是 root，无法自动安装。任选一种办法后重试：',
      '  1. 安装发行版软件包：sudo apt-get install mariadb-server',
      '  2. 用 Docker 启动：docker run -d --name crm-db -p 127.0.0.1:3306:3306 -e MARIADB_ROOT_PASSWORD=secret -e MARIADB_DATABASE=crm mariadb:10.11',
      '     然后执行：DATABASE_URL=mysql://root:secret@127.0.0.1:3306/crm npm start',
      '  3. 使用已有的数据库：DATABASE_URL=mysql://用户:密码@主机:3306/库名 npm start',
    ].join('\n'),
    'MariaDB was not found and only root can install it; install the package, use the Docker command, or set DATABASE_URL.',
  );
}

export function noChromium() {
  return new Failure(
    '没有找到 Chromium，请执行 apt-get install chromium，或用 CHROME_PATH 指定浏览器的路径。',
    'Chromium was not found: install it (apt-get install chromium) or set CHROME_PATH.',
  );
}

/** @param {string[]} packages @param {string} reason */
export function packagesNotInstalled(packages, reason) {
  return new Failure(
    `系统软件包 ${packages.join('、')} 安装失败，请检查网络和软件源，或手动安装后重试。`,
    `The packages ${packages.join(', ')} could not be installed: ${reason}.`,
  );
}

/** @param {string} reason */
export function dependenciesNotInstalled(reason) {
  return new Failure('依赖安装失败（npm ci），请检查网络后重试。', `npm ci failed: ${reason}.`);
}

/** @param {string} folder @param {string} reason @param {string} log */
export function mariadbDidNotStart(folder, reason, log) {
  return new Failure(
    `私有 MariaDB（${folder}）没有启动成功，详见日志 ${log}。`,
    `The private MariaDB did not start: ${reason}.`,
  );
}

/** @param {string} folder @param {string} user */
export function foreignDataFolder(folder, user) {
  return new Failure(
    `数据目录 ${folder} 属于另一个系统用户，请用该用户启动，或用 DATA_DIR 指定别的目录。`,
    `The data folder ${folder} belongs to another system user (${user}); start as that user or set DATA_DIR.`,
  );
}

/** @param {string} folder @param {number} pid */
export function alreadyRunning(folder, pid) {
  return new Failure(
    `本目录的产品已在运行（进程 ${pid}，数据目录 ${folder}），请先停止它，或用 DATA_DIR 和 PORT 另起一份。`,
    `The product is already running on ${folder} (process ${pid}); stop it first, or set DATA_DIR and PORT.`,
  );
}

/**
 * @param {string} name
 * @param {string} how signal or exit code
 * @param {string} log path of its log
 * @param {string} tail the log's last lines
 */
export function childDied(name, how, log, tail) {
  return new Failure(
    `${name} 意外退出（${how}），已停止全部进程，日志见 ${log}。`,
    `${name} ended unexpectedly, ${how}; everything was stopped, its log is ${log}.`,
    tail,
  );
}

/** @param {string} program @param {string} output what it printed */
export function programFailed(program, output) {
  return new Failure(`${program} 执行失败。`, `${program} failed.`, output);
}

/** @param {string} name @param {string} address @param {number} seconds */
export function notReady(name, address, seconds) {
  return new Failure(
    `${name} 在 ${seconds} 秒内没有就绪（${address}），请查看上面的日志。`,
    `${name} was not ready within ${seconds} s (${address}).`,
  );
}

/** @param {string} path */
export function missingFile(path) {
  return new Failure(`找不到文件 ${path}。`, `There is no file ${path}.`);
}

/** @param {string} text */
export function badArgument(text) {
  return new Failure(`无法识别的参数：${text}。`, `Unknown argument: ${text}.`);
}
