import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentLimits } from '../../../../../domain/mail/attachment-limits';
import { newIdempotencyKey } from '../../../api/client';
import type { DraftFile } from './types';

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** From 0 to 100. */
  percent: number;
  /** Why it did not work. */
  failure?: string;
}

/** Files on their way to the server; each begins at once and tells `onDone` when it is there. */
export function useUploads(present: readonly DraftFile[], onDone: (file: DraftFile) => void) {
  const { t } = useTranslation();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const requests = useRef(new Map<string, XMLHttpRequest>());
  const running = useRef(new Set<Promise<boolean>>());
  const change = (key: string, fields: Partial<Upload>): void =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...fields } : one)));
  const remove = (key: string): void => setUploads((all) => all.filter((one) => one.key !== key));

  function add(files: readonly File[]): void {
    let count = present.length + uploads.length;
    let total = [...present, ...uploads].reduce((sum, { size }) => sum + size, 0);
    for (const file of files) {
      count += 1;
      total += file.size;
      const failure = tooMuch(file.size, count, total);
      const upload = { key: newIdempotencyKey(), name: file.name, size: file.size, percent: 0 };
      setUploads((all) => [...all, failure ? { ...upload, failure } : upload]);
      if (failure) {
        count -= 1;
        total -= file.size;
      } else begin(upload.key, file);
    }
  }

  function tooMuch(size: number, count: number, total: number): string | null {
    const { maxFileBytes, maxFiles, maxTotalBytes } = attachmentLimits;
    if (size > maxFileBytes) return t('files.tooLarge', { limit: megabytes(maxFileBytes) });
    if (count > maxFiles) return t('files.tooMany', { count: maxFiles });
    if (total > maxTotalBytes) return t('files.tooMuch', { limit: megabytes(maxTotalBytes) });
    return null;
  }

  function begin(key: string, file: File): void {
    const work = send(key, file, requests.current, (percent) => change(key, { percent })).then(
      (stored) => {
        remove(key);
        if (stored) onDone(stored);
        return true;
      },
      (error: Error) => {
        change(key, { failure: error.message || t('files.failed') });
        return false;
      },
    );
    running.current.add(work);
    void work.finally(() => running.current.delete(work));
  }

  return {
    uploads,
    add,
    cancel: (key: string) => {
      requests.current.get(key)?.abort();
      remove(key);
    },
    /** Waits until none is under way; false when one did not arrive. */
    settled: async () => {
      const arrived = await Promise.all(running.current);
      return arrived.every(Boolean) && !uploads.some(({ failure }) => failure);
    },
  };
}

/** Answers the stored file, or null when it was cancelled. `fetch` cannot tell of progress. */
function send(
  key: string,
  file: File,
  requests: Map<string, XMLHttpRequest>,
  onProgress: (percent: number) => void,
): Promise<DraftFile | null> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    requests.set(key, request);
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : Math.round((loaded / total) * 100));
    request.onload = () => {
      const answer = answerIn(request.responseText);
      if (request.status === 201) resolve(answer);
      else reject(new Error(answer.detail ?? ''));
    };
    request.onerror = () => reject(new Error(''));
    request.onabort = () => resolve(null);
    request.onloadend = () => requests.delete(key);
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Idempotency-Key', key);
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

/** Something between us and the server, such as a proxy with a limit, may answer with a page. */
function answerIn(text: string): DraftFile & { detail?: string } {
  try {
    return JSON.parse(text || '{}') as DraftFile & { detail?: string };
  } catch {
    return {} as DraftFile;
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
