/* Loaded before the C library: makes the disk fail below one folder while a test asks for it.
 *
 * FAILING_FOLDER is the folder. In the folder FAILING_SWITCHES a file `fsync` has every fsync there fail, a
 * file `fsync-once` the next one, and a file `read-only` every write. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int starts_in_folder(const char *path) {
    const char *folder = getenv("FAILING_FOLDER");
    return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int below_folder(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = '\0';
    return starts_in_folder(path);
}

static int switched(const char *name, int (*look)(const char *)) {
    const char *switches = getenv("FAILING_SWITCHES");
    char path[PATH_MAX];
    if (switches == NULL) return 0;
    snprintf(path, sizeof path, "%s/%s", switches, name);
    return look(path) == 0;
}

static int is_there(const char *path) {
    struct stat found;
    return stat(path, &found);
}

static int fails_to_sync(int fd) {
    int before = errno, fails = 0;
    if (below_folder(fd)) fails = switched("fsync", is_there) || switched("fsync-once", unlink);
    errno = fails ? EIO : before;
    return fails;
}

static int fails_to_write(int fd) {
    int before = errno, fails = 0;
    if (below_folder(fd)) fails = switched("read-only", is_there);
    errno = fails ? EROFS : before;
    return fails;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return fails_to_sync(fd) ? -1 : NEXT(fsync)(fd); }

int fdatasync(int fd) { return fails_to_sync(fd) ? -1 : NEXT(fdatasync)(fd); }

ssize_t write(int fd, const void *data, size_t size) {
    return fails_to_write(fd) ? -1 : NEXT(write)(fd, data, size);
}

/* What the system answers of a file system that it mounted anew, read-only, after an error. */
int access(const char *path, int how) {
    if ((how & W_OK) && starts_in_folder(path) && switched("read-only", is_there)) {
        errno = EROFS;
        return -1;
    }
    return NEXT(access)(path, how);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return fails_to_write(fd) ? -1 : NEXT(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return fails_to_write(fd) ? -1 : NEXT(pwrite64)(fd, data, size, at);
}
