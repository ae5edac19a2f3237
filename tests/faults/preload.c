/* Loaded into the program before the C library: at the n-th operation on a file, it kills the program, or has the
 * operation fail, write only a part, or find the disk full. FAULT says what, FAULT_AT at which operation; FAULT_LASTS,
 * that all later ones fail as well; FAULT_READS, that reading counts, too. FAULT_COUNT names a file of eight bytes in
 * which the operations are counted, so that it is known afterwards whether the fault has happened. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { NOTHING, KILL_BEFORE, KILL_AFTER, FAIL, SHORT, FULL };
enum act { GO_ON, REFUSE, HALF, DIE };

static enum what what;
static int error_number, lasts, counts_reads;
static long wanted = -1;
static _Atomic long own_count, *count = &own_count;

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

__attribute__((constructor)) static void begin(void) {
    const struct { const char *name; enum what what; int error; } kinds[] = {
        {"kill-before", KILL_BEFORE, 0}, {"kill-after", KILL_AFTER, 0}, {"eio", FAIL, EIO}, {"enospc", FAIL, ENOSPC},
        {"eacces", FAIL, EACCES}, {"short", SHORT, 0}, {"full", FULL, ENOSPC},
    };
    const char *fault = getenv("FAULT"), *at = getenv("FAULT_AT"), *file = getenv("FAULT_COUNT");
    for (size_t kind = 0; fault && kind < sizeof kinds / sizeof *kinds; kind++)
        if (!strcmp(fault, kinds[kind].name)) what = kinds[kind].what, error_number = kinds[kind].error;
    if (at) wanted = atol(at);
    lasts = getenv("FAULT_LASTS") != NULL || what == FULL;
    counts_reads = getenv("FAULT_READS") != NULL;
    int shared = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
    if (shared >= 0) {
        void *memory = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
        if (memory != MAP_FAILED) count = memory;
        close(shared);
    }
    unsetenv("LD_PRELOAD");
}

static enum act next(int writes) {
    long number = atomic_fetch_add(count, 1) + 1;
    if (wanted < 0 || !(number == wanted || (lasts && number > wanted))) return GO_ON;
    switch (what) {
    case KILL_BEFORE: die(); return DIE;
    case KILL_AFTER: return DIE;
    case FAIL: return REFUSE;
    case SHORT: return writes ? HALF : GO_ON;
    /* Where a disk is full, what is there can be renamed, removed and flushed. */
    case FULL: return !writes ? GO_ON : number == wanted && writes == 2 ? HALF : REFUSE;
    default: return GO_ON;
    }
}

static int is_file(int file) {
    struct stat about;
    return !fstat(file, &about) && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode));
}

#define REAL(name, type, parameters) \
    static type (*real) parameters; \
    if (!real) real = (type (*) parameters) dlsym(RTLD_NEXT, #name)

/* An operation that takes names. `makes` says whether it needs room on the disk. */
#define NAMED(name, parameters, values, makes) \
    int name parameters { \
        REAL(name, int, parameters); \
        enum act act = next(makes); \
        if (act == REFUSE) return errno = error_number, -1; \
        int result = real values; \
        if (act == DIE) die(); \
        return result; \
    }

NAMED(rename, (const char *from, const char *to), (from, to), 0)
NAMED(symlink, (const char *to, const char *at), (to, at), 1)
NAMED(link, (const char *from, const char *to), (from, to), 1)
NAMED(unlink, (const char *path), (path), 0)
NAMED(unlinkat, (int folder, const char *path, int flags), (folder, path, flags), 0)
NAMED(rmdir, (const char *path), (path), 0)
NAMED(mkdir, (const char *path, mode_t mode), (path, mode), 1)
NAMED(chmod, (const char *path, mode_t mode), (path, mode), 0)

/* An operation on an open file that gives no number of bytes. */
#define OPENED(name, parameters, values) \
    int name parameters { \
        REAL(name, int, parameters); \
        enum act act = is_file(file) ? next(0) : GO_ON; \
        if (act == REFUSE) return errno = error_number, -1; \
        int result = real values; \
        if (act == DIE) die(); \
        return result; \
    }

OPENED(fsync, (int file), (file))
OPENED(fdatasync, (int file), (file))
OPENED(ftruncate, (int file, off_t length), (file, length))
OPENED(ftruncate64, (int file, off64_t length), (file, length))
OPENED(fchmod, (int file, mode_t mode), (file, mode))

/* An operation that moves bytes; `half` calls it with fewer of them. */
#define MOVING(name, parameters, values, counted, writes, half) \
    ssize_t name parameters { \
        REAL(name, ssize_t, parameters); \
        enum act act = (counted) && is_file(file) ? next(writes) : GO_ON; \
        if (act == REFUSE) return errno = error_number, -1; \
        if (act == HALF) { half; } \
        ssize_t result = real values; \
        if (act == DIE) die(); \
        return result; \
    }

#define FEWER if (length > 1) length /= 2
MOVING(write, (int file, const void *bytes, size_t length), (file, bytes, length), 1, 2, FEWER)
MOVING(pwrite, (int file, const void *bytes, size_t length, off_t at), (file, bytes, length, at), 1, 2, FEWER)
MOVING(pwrite64, (int file, const void *bytes, size_t length, off64_t at), (file, bytes, length, at), 1, 2, FEWER)
MOVING(writev, (int file, const struct iovec *parts, int length), (file, parts, length), 1, 2, FEWER)
MOVING(copy_file_range, (int from, off64_t *at, int file, off64_t *to, size_t length, unsigned flags),
       (from, at, file, to, length, flags), 1, 2, FEWER)
MOVING(sendfile, (int file, int from, off_t *at, size_t length), (file, from, at, length), 1, 2, FEWER)
MOVING(sendfile64, (int file, int from, off64_t *at, size_t length), (file, from, at, length), 1, 2, FEWER)
MOVING(read, (int file, void *bytes, size_t length), (file, bytes, length), counts_reads, 0, )
MOVING(pread, (int file, void *bytes, size_t length, off_t at), (file, bytes, length, at), counts_reads, 0, )
MOVING(pread64, (int file, void *bytes, size_t length, off64_t at), (file, bytes, length, at), counts_reads, 0, )

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name, int, (const char *, int, ...)); \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        int writes = (flags & O_ACCMODE) != O_RDONLY; \
        enum act act = writes || counts_reads ? next(flags & O_CREAT ? 1 : 0) : GO_ON; \
        if (act == REFUSE) return errno = error_number, -1; \
        int result = real(path, flags, mode); \
        if (act == DIE) die(); \
        return result; \
    }

OPENING(open)
OPENING(open64)
