#ifndef CZEROMQ_SHIM_H
#define CZEROMQ_SHIM_H

#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <zmq.h>

/* Declared here, because <sys/random.h> would make types of the C library, such as sigset_t, belong to
   this module in Swift's eyes. */
extern ssize_t getrandom(void *buffer, size_t length, unsigned int flags);

/* prctl is variadic, which Swift does not import. */
static inline int nameThisThread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
