// Loaded before everything else in a process (LD_PRELOAD), it follows a plan, KIND/AT/LASTS/FOLDER. It counts the changes that the process
// makes below FOLDER: every write, sync, rename, new mode, creation and removal of a file, folder or socket. The AT-th one fails with the
// error KIND (EIO, ENOSPC, EACCES), or the process is killed in its place (kill). LASTS is `once`, or `always`: from then on every change
// but a removal fails, as on a full disk. KIND memory: the AT-th allocation of the engine fails instead. FOLDER.log gets a line for each
// change. The first plan is in FAULT_PLAN; a process gives itself another one by making the folder /fault-plan/PLAN, which stays unmade.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <new>

namespace {

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct plan {
  char kind[16] = "none";
  long at = 0;
  bool always = false;
  char folder[4096] = "";
};

plan current;
std::atomic<long> changes{0};

constexpr const char* plan_place = "/fault-plan/";

/// From KIND/AT/LASTS/FOLDER, where FOLDER begins with the slash before it.
void follow(const char* text) {
  plan read;
  char lasts[16] = "";
  if (sscanf(text, "%15[^/]/%ld/%15[^/]%4095s", read.kind, &read.at, lasts, read.folder) != 4) abort();
  read.always = strcmp(lasts, "always") == 0;
  current = read;
  changes = 0;
}

const bool began = [] {
  const char* first = getenv("FAULT_PLAN");
  if (first != nullptr) follow(first);
  return first != nullptr;
}();

bool is_kind(const char* kind) { return strcmp(current.kind, kind) == 0; }

bool is_watched(const char* path) {
  if (current.folder[0] == '\0' || path == nullptr) return false;
  const size_t length = strlen(current.folder);
  return strncmp(path, current.folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

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
  char log[4200];
  snprintf(log, sizeof log, "%s.log", current.folder);
  char line[4400];
  const int length = snprintf(line, sizeof line, "%ld %s %s%s\n", number, what, path, outcome);
  const int out = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return;
  if (real_write(out, line, static_cast<size_t>(length)) < 0) abort();
  close(out);
}

int error_number() {
  if (is_kind("ENOSPC")) return ENOSPC;
  if (is_kind("EACCES")) return EACCES;
  return EIO;
}

/// Counts a change; true: it fails, and errno says why.
bool fails(const char* what, const char* path, bool removes) {
  if (is_kind("memory")) return false;
  const long number = ++changes;
  const bool hit =
      number == current.at || (current.always && !removes && current.at > 0 && number > current.at);
  if (!hit) {
    note(number, what, path, "");
    return false;
  }
  if (is_kind("kill")) {
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

/// Where a library's code lies in memory.
struct range {
  const char* name;
  uintptr_t begin = 0;
  uintptr_t end = 0;
};

int find_code(dl_phdr_info* library, size_t, void* wanted) {
  range& into = *static_cast<range*>(wanted);
  const size_t length = strlen(library->dlpi_name);
  const size_t ending = strlen(into.name);
  if (length < ending || strcmp(library->dlpi_name + length - ending, into.name) != 0) return 0;
  for (int k = 0; k < library->dlpi_phnum; k++) {
    const auto& part = library->dlpi_phdr[k];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
    into.begin = library->dlpi_addr + part.p_vaddr;
    into.end = into.begin + part.p_memsz;
  }
  return 1;
}

/// The engine's, which a process loads before it takes a plan of kind memory.
const range& engine_code() {
  static const range found = [] {
    range code{"chainrule.node"};
    dl_iterate_phdr(find_code, &code);
    return code;
  }();
  return found;
}

/// Whether what the code at `caller` asks for is refused: counted where that is the engine.
bool is_refused(const char* what, const void* caller) {
  if (!is_kind("memory")) return false;
  const auto address = reinterpret_cast<uintptr_t>(caller);
  const range& engine = engine_code();
  if (address < engine.begin || address >= engine.end) return false;
  const long number = ++changes;
  const bool hit = number == current.at;
  char place[32];
  snprintf(place, sizeof place, "%lx", static_cast<unsigned long>(address - engine.begin));
  note(number, what, place, hit ? " failed" : "");
  return hit;
}

void* allocate(size_t size, size_t alignment, const void* caller) {
  if (is_refused("allocate", caller)) return nullptr;
  if (alignment == 0) return malloc(size == 0 ? 1 : size);
  void* memory = nullptr;
  return posix_memalign(&memory, alignment, size == 0 ? 1 : size) == 0 ? memory : nullptr;
}

void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// Deleting stays as it is: the standard library's frees.
#define HERE __builtin_return_address(0)
void* operator new(size_t size) { return or_throw(allocate(size, 0, HERE)); }
void* operator new[](size_t size) { return or_throw(allocate(size, 0, HERE)); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return allocate(size, 0, HERE); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return allocate(size, 0, HERE); }
void* operator new(size_t size, std::align_val_t to) { return or_throw(allocate(size, size_t(to), HERE)); }
void* operator new[](size_t size, std::align_val_t to) { return or_throw(allocate(size, size_t(to), HERE)); }
void* operator new(size_t size, std::align_val_t to, const std::nothrow_t&) noexcept {
  return allocate(size, size_t(to), HERE);
}

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
  if (strncmp(path, plan_place, strlen(plan_place)) == 0) {
    follow(path + strlen(plan_place));
    return 0;
  }
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  if (is_watched(path) && fails("mkdir", path, false)) return -1;
  return real(path, mode);
}

int chmod(const char* path, mode_t mode) {
  static const auto real = next<int (*)(const char*, mode_t)>("chmod");
  if (is_watched(path) && fails("chmod", path, false)) return -1;
  return real(path, mode);
}

int utimensat(int folder, const char* path, const timespec times[2], int flags) {
  static const auto real = next<int (*)(int, const char*, const timespec*, int)>("utimensat");
  if (is_watched(path) && fails("date", path, false)) return -1;
  return real(folder, path, times, flags);
}

/// A listening socket that has a name lies in a folder like a file.
int bind(int socket, const sockaddr* address, socklen_t length) {
  static const auto real = next<int (*)(int, const sockaddr*, socklen_t)>("bind");
  if (address->sa_family == AF_UNIX) {
    const char* path = reinterpret_cast<const sockaddr_un*>(address)->sun_path;
    if (is_watched(path) && fails("create", path, false)) return -1;
  }
  return real(socket, address, length);
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
