#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <spawn.h>

// What glibc has and declares only for _GNU_SOURCE, without which the module of the C library is
// built; the numbers are the kernel's (include/uapi/linux/memfd.h, fcntl.h).
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

enum {
  CLINUX_MFD_CLOEXEC = 0x1,
  CLINUX_MFD_ALLOW_SEALING = 0x2,
  CLINUX_MFD_EXEC = 0x10,
  CLINUX_F_ADD_SEALS = 1033,
  CLINUX_F_SEALS_ALL = 0xf, // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE
};

#endif
