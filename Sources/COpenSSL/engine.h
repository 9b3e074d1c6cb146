#ifndef COPENSSL_ENGINE_H
#define COPENSSL_ENGINE_H

/* OpenSSL's engine for PKCS#11. The ENGINE functions are deprecated since OpenSSL 3.0 and yet what Debian 12
   has for tokens (libengine-pkcs11-openssl; there is no pkcs11-provider). They stand behind these four
   functions, so that no deprecated call is made elsewhere and a provider can take their place. */

#include <openssl/crypto.h>
#include <openssl/engine.h>
#include <openssl/evp.h>
#include <openssl/ui.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

/* A new engine from a file, with a PKCS#11 module; none if either can't be loaded. It is not entered in
   OpenSSL's list of engines, so nothing else uses it. The module is loaded with the first key. */
static inline ENGINE *pkcs11_engine_open(const char *file, const char *module) {
  OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, NULL);
  ENGINE *engine = ENGINE_by_id("dynamic");
  if (engine == NULL) return NULL;
  if (ENGINE_ctrl_cmd_string(engine, "SO_PATH", file, 0) == 1 &&
      ENGINE_ctrl_cmd_string(engine, "ID", "pkcs11", 0) == 1 &&
      ENGINE_ctrl_cmd_string(engine, "LIST_ADD", "0", 0) == 1 &&
      ENGINE_ctrl_cmd_string(engine, "LOAD", NULL, 0) == 1 &&
      ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 0) == 1 &&
      ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module, 0) == 1 && ENGINE_init(engine) == 1) {
    return engine;
  }
  ENGINE_free(engine);
  return NULL;
}

/* Sets the PIN of the next login; the engine wipes the one before. */
static inline int pkcs11_engine_set_pin(ENGINE *engine, const char *pin) {
  return ENGINE_ctrl_cmd_string(engine, "PIN", pin, 0);
}

static inline int pkcs11_engine_refuse(UI *ui) {
  (void)ui;
  return 0;
}

/* A dialogue that asks nobody; by default OpenSSL would ask the terminal. */
static inline UI_METHOD *pkcs11_engine_no_dialogue(void) {
  UI_METHOD *method = UI_create_method("none");
  if (method != NULL) UI_method_set_opener(method, pkcs11_engine_refuse);
  return method;
}

static inline EVP_PKEY *pkcs11_engine_private_key(ENGINE *engine, const char *uri, UI_METHOD *dialogue) {
  return ENGINE_load_private_key(engine, uri, dialogue, NULL);
}

#pragma clang diagnostic pop

#endif
