import { downloadFile, uploadImage } from '../../contract/files.ts';
import type { Module } from '../../kernel/module.ts';
import { serveDownload, serveUpload } from '../../kernel/route.ts';
import { maxImageBytes, storeImage } from './commands/store-image.ts';
import { openFileDisk } from './disk.ts';
import { readFileOf, type Readers } from './queries.ts';

export { attachFiles } from './commands/attach-files.ts';
export { filesOf } from './queries.ts';

/** Pictures people upload. `readers` say who may see the records that pictures are attached to. */
export const filesModule = ({ dataDir, readers }: { dataDir: string; readers: Readers }): Module => {
  const disk = openFileDisk(dataDir);
  return {
    routes: [
      serveUpload(uploadImage, maxImageBytes, (work, upload) => storeImage(work, disk, upload)),
      serveDownload(downloadFile, (work, { params }) => readFileOf(work, disk, readers, params.id)),
    ],
    events: [],
    reactions: [],
    jobs: [],
  };
};
