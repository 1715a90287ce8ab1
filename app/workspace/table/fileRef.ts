// Finds the files that a page refers to. A page in a browser may refer only to its own uploads; the desktop window and the terminal may
// give paths.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { refsOf, type Source } from '../../storage/source.ts';
import { uploadPath } from '../../storage/uploads.ts';

export interface ChosenFile {
  /** The reference, to find the file again. */
  ref: FileRef;
  path: string;
  fileName: string;
}

export async function resolveFile(
  file: FileRef,
  { home, allowPaths }: { home: string; allowPaths: boolean },
): Promise<ChosenFile> {
  if (file.kind === 'upload') {
    const path = await uploadPath(home, file.id);
    return { ref: file, path, fileName: basename(path) };
  }
  if (!allowPaths)
    throw new AppError(
      'not_allowed_here',
      'A page in a browser cannot open a path; drop the file on the window instead.',
      {
        reason: 'path',
      },
    );
  return { ref: file, path: file.path, fileName: basename(file.path) };
}

/** The files of a table that was open before. Uploads keep the names that they had then: the column of files has them as cells. */
export function filesOf(source: Source, home: string): Promise<ChosenFile[]> {
  return Promise.all(
    refsOf(source).map(async (ref, k) => {
      const file = await resolveFile(ref, { home, allowPaths: true });
      const name = source.files[k]?.name;
      return ref.kind === 'path' || name === undefined ? file : { ...file, fileName: name };
    }),
  );
}

/** Sizes and times of last change: enough to notice that a file has changed. null where the system does not report them. */
export async function filesStamp(files: readonly ChosenFile[]): Promise<string | null> {
  try {
    const stamps = await Promise.all(files.map(({ path }) => stat(path)));
    return stamps.map(({ size, mtimeMs }) => `${size}:${mtimeMs}`).join();
  } catch {
    return null;
  }
}
