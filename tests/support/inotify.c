// For LD_PRELOAD: an inotify(7) that gives no instance, too few watches, or no events.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int fault(const char *name) {
  const char *chosen = getenv("UPFRONT_TEST_INOTIFY");
  return chosen && !strcmp(chosen, name);
}

int inotify_init1(int flags) {
  if (fault("instances")) {
    errno = EMFILE;
    return -1;
  }
  int (*next)(int) = dlsym(RTLD_NEXT, "inotify_init1");
  return next(flags);
}

int inotify_add_watch(int fd, const char *path, uint32_t mask) {
  static int watches;
  watches += 1;
  if (fault("watches") && watches > 2) {
    errno = ENOSPC;
    return -1;
  }
  if (fault("silent")) {
    return watches;
  }
  int (*next)(int, const char *, uint32_t) = dlsym(RTLD_NEXT, "inotify_add_watch");
  return next(fd, path, mask);
}
