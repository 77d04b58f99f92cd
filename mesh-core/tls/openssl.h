// SPDX-License-Identifier: Apache-2.0
// Owning pointers for OpenSSL's objects and its error queue as a sentence. Included by this
// folder's sources only: the other headers of tls/ show no OpenSSL type but by forward declaration.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace causeway::tls {

template <auto Free> struct FreeWith {
    template <typename T> void operator()(T* object) const { Free(object); }
};
template <typename T, auto Free> using Owned = std::unique_ptr<T, FreeWith<Free>>;

using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedContext = Owned<SSL_CTX, SSL_CTX_free>;
using OwnedDigest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedExtension = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
using OwnedRequest = Owned<X509_REQ, X509_REQ_free>;
using OwnedSession = Owned<SSL_SESSION, SSL_SESSION_free>;
using OwnedSsl = Owned<SSL, SSL_free>;
using OwnedX509 = Owned<X509, X509_free>;

// The oldest entry of this thread's error queue, which is emptied: "wrong tag".
[[nodiscard]] std::string takeOpenSslError();
[[nodiscard]] tl::unexpected<Error>
failOpenSsl(ErrorKind kind, const std::string& doing,
            std::source_location where = std::source_location::current());

[[nodiscard]] OwnedBio readBio(std::string_view text);
[[nodiscard]] std::string contentsOf(BIO* bio);

struct AlternativeNames {
    std::vector<std::string> uris;
    std::vector<std::string> dnsNames;
    bool hasOther = false;
};
[[nodiscard]] AlternativeNames alternativeNames(const GENERAL_NAMES* names);

} // namespace causeway::tls
