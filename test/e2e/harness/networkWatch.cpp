// Loaded before everything else in a process (LD_PRELOAD), it stands in for the C library's ways to another machine: connecting and
// looking up a name. What is not this machine is written to the file named by NETWORK_WATCH, and fails.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void note(const char* what, const char* where) {
  const char* file = getenv("NETWORK_WATCH");
  if (file == nullptr) return;
  char line[512];
  const int length = snprintf(line, sizeof line, "%s %s\n", what, where);
  const int out = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (out >= 0) {
    if (write(out, line, static_cast<size_t>(length)) < 0) abort();
    close(out);
  }
}

bool is_this_machine(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(address);
    return (ntohl(in->sin_addr.s_addr) >> 24) == 127;
  }
  if (address->sa_family == AF_INET6) {
    const auto* in6 = reinterpret_cast<const sockaddr_in6*>(address);
    return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
  }
  return true;
}

void note_address(const char* what, const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = "?";
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  else
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  note(what, text);
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int connect(int socket, const sockaddr* address, socklen_t length) {
  static const auto real = next<int (*)(int, const sockaddr*, socklen_t)>("connect");
  if (is_this_machine(address)) return real(socket, address, length);
  note_address("connect", address);
  errno = ENETUNREACH;
  return -1;
}

ssize_t sendto(int socket, const void* data, size_t size, int flags, const sockaddr* address, socklen_t length) {
  static const auto real =
      next<ssize_t (*)(int, const void*, size_t, int, const sockaddr*, socklen_t)>("sendto");
  if (address == nullptr || is_this_machine(address)) return real(socket, data, size, flags, address, length);
  note_address("send", address);
  errno = ENETUNREACH;
  return -1;
}

int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static const auto real =
      next<int (*)(const char*, const char*, const addrinfo*, addrinfo**)>("getaddrinfo");
  const bool local = node == nullptr || strcmp(node, "localhost") == 0 || strncmp(node, "127.", 4) == 0 ||
                     strcmp(node, "::1") == 0;
  if (local) return real(node, service, hints, result);
  note("lookup", node);
  return EAI_FAIL;
}
}
