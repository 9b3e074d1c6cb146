#ifndef CZEROMQ_SHIM_H
#define CZEROMQ_SHIM_H

#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <zmq.h>

/* prctl is variadic, which Swift does not import. */
static inline int nameThisThread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
