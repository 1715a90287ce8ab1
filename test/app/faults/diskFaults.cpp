// Loaded before everything else in a process (LD_PRELOAD), it counts the changes that the process makes below the folder FAULT_UNDER:
// every write, sync, rename, creation and removal of a file or folder. The FAULT_AT-th one fails with the error FAULT_KIND (EIO,
// ENOSPC, EACCES), or the process is killed in its place (kill). FAULT_LASTS=always: from then on every change but a
// removal fails, as on a full disk. FAULT_LOG gets a line for each change.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>

namespace {

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

std::atomic<long> changes{0};

bool is_setting(const char* name, const char* value) {
  const char* set = getenv(name);
  return set != nullptr && strcmp(set, value) == 0;
}

bool is_watched(const char* path) {
  static const char* const under = getenv("FAULT_UNDER");
  return under != nullptr && path != nullptr && strncmp(path, under, strlen(under)) == 0;
}

/// Whether the file that is open as `file` is below the folder; its path is written to `path`.
bool is_watched(int file, char (&path)[4096]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = '\0';
  return length > 0 && is_watched(path);
}

void note(long number, const char* what, const char* path, const char* outcome) {
  static const auto real_open = next<int (*)(const char*, int, ...)>("open");
  static const auto real_write = next<ssize_t (*)(int, const void*, size_t)>("write");
  const char* log = getenv("FAULT_LOG");
  if (log == nullptr) return;
  char line[4400];
  const int length = snprintf(line, sizeof line, "%ld %s %s%s\n", number, what, path, outcome);
  const int out = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return;
  if (real_write(out, line, static_cast<size_t>(length)) < 0) abort();
  close(out);
}

int error_number() {
  if (is_setting("FAULT_KIND", "ENOSPC")) return ENOSPC;
  if (is_setting("FAULT_KIND", "EACCES")) return EACCES;
  return EIO;
}

/// Counts a change; true: it fails, and errno says why.
bool fails(const char* what, const char* path, bool removes) {
  static const long at = atol(getenv("FAULT_AT") == nullptr ? "0" : getenv("FAULT_AT"));
  static const bool always = is_setting("FAULT_LASTS", "always");
  const long number = ++changes;
  const bool hit = number == at || (always && !removes && at > 0 && number > at);
  if (!hit) {
    note(number, what, path, "");
    return false;
  }
  if (is_setting("FAULT_KIND", "kill")) {
    note(number, what, path, " killed");
    kill(getpid(), SIGKILL);
  }
  note(number, what, path, " failed");
  errno = error_number();
  return true;
}

bool fails(const char* what, int file) {
  char path[4096];
  const int before = errno;
  if (!is_watched(file, path)) {
    errno = before;
    return false;
  }
  return fails(what, path, false);
}

int opened(const char* name, const char* path, int flags, mode_t mode) {
  const auto real = next<int (*)(const char*, int, ...)>(name);
  const bool creates = (flags & (O_CREAT | O_TRUNC)) != 0;
  if (creates && is_watched(path) && fails("create", path, false)) return -1;
  return real(path, flags, mode);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened("open64", path, flags, mode);
}

ssize_t write(int file, const void* data, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return fails("write", file) ? -1 : real(file, data, size);
}

ssize_t writev(int file, const iovec* parts, int count) {
  static const auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
  return fails("write", file) ? -1 : real(file, parts, count);
}

ssize_t pwrite(int file, const void* data, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return fails("write", file) ? -1 : real(file, data, size, at);
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return fails("write", file) ? -1 : real(file, data, size, at);
}

ssize_t pwritev64(int file, const iovec* parts, int count, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const iovec*, int, off64_t)>("pwritev64");
  return fails("write", file) ? -1 : real(file, parts, count, at);
}

int fsync(int file) {
  static const auto real = next<int (*)(int)>("fsync");
  return fails("sync", file) ? -1 : real(file);
}

int fdatasync(int file) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return fails("sync", file) ? -1 : real(file);
}

int ftruncate64(int file, off64_t size) {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  return fails("truncate", file) ? -1 : real(file, size);
}

int rename(const char* from, const char* to) {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  if (is_watched(to) && fails("rename", to, false)) return -1;
  return real(from, to);
}

int mkdir(const char* path, mode_t mode) {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  if (is_watched(path) && fails("mkdir", path, false)) return -1;
  return real(path, mode);
}

int unlink(const char* path) {
  static const auto real = next<int (*)(const char*)>("unlink");
  if (is_watched(path) && fails("remove", path, true)) return -1;
  return real(path);
}

int rmdir(const char* path) {
  static const auto real = next<int (*)(const char*)>("rmdir");
  if (is_watched(path) && fails("remove", path, true)) return -1;
  return real(path);
}

}  // extern "C"
