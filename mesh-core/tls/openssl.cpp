// SPDX-License-Identifier: Apache-2.0
#include "tls/openssl.h"

#include <openssl/err.h>

namespace causeway::tls {

std::string takeOpenSslError() {
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (code == 0)
        return "no reason given";
    if (const char* reason = ERR_reason_error_string(code))
        return reason;
    return "OpenSSL error " + std::to_string(code);
}

tl::unexpected<Error> failOpenSsl(ErrorKind kind, const std::string& doing,
                                  std::source_location where) {
    return fail(kind, doing + ": " + takeOpenSslError(), where);
}

OwnedBio readBio(std::string_view text) {
    return OwnedBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string contentsOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

AlternativeNames alternativeNames(const GENERAL_NAMES* names) {
    AlternativeNames found;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_URI && name->type != GEN_DNS) {
            found.hasOther = true;
            continue;
        }
        const ASN1_IA5STRING* text = name->d.ia5;
        const std::string_view value(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                     static_cast<std::size_t>(ASN1_STRING_length(text)));
        // A NUL inside would let two readers see two names.
        if (value.find('\0') != std::string_view::npos)
            found.hasOther = true;
        else
            (name->type == GEN_URI ? found.uris : found.dnsNames).emplace_back(value);
    }
    return found;
}

} // namespace causeway::tls
